/**
 * A 64-bit hash of a text, the same on every machine and for ever: stored keys depend on it, so it must never
 * change. Two multiplicative 32-bit lanes, each stirred by the other at the end (the scheme known as cyrb53).
 */
export function stableHash(text: string): bigint {
  hashIntoLanes(text);
  return (BigInt(lanes[0] ?? 0) << 32n) | BigInt((lanes[1] ?? 0) >>> 0);
}

/** 53 bits of the same as a whole number: for keys of nodes that all fit in memory, where a bigint costs too much. */
export function stableNumber(text: string): number {
  hashIntoLanes(text);
  return ((lanes[0] ?? 0) >>> 11) * 2 ** 32 + ((lanes[1] ?? 0) >>> 0);
}

/** The two halves of the last hash. */
const lanes = new Int32Array(2);

function hashIntoLanes(text: string): void {
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
  lanes[0] = stirredHigh;
  lanes[1] = stirredLow;
}
