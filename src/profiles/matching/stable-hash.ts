/**
 * A 64-bit hash of a text, the same on every machine and for ever: stored keys depend on it, so it must never
 * change. Two multiplicative 32-bit lanes, each stirred by the other at the end (the scheme known as cyrb53).
 */
export function stableHash(text: string): bigint {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x9e3779b1);
    low = Math.imul(low ^ unit, 0x5f356495);
  }
  const stirredHigh = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  const stirredLow =
    Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(stirredHigh ^ (stirredHigh >>> 13), 0xc2b2ae35);
  return (BigInt(stirredHigh | 0) << 32n) | BigInt(stirredLow >>> 0);
}
