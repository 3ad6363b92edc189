import ipaddr from 'ipaddr.js';

/** Ranges that Fastify knows by name. */
const namedRanges = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** Whether a setting says whom to believe: `true`, `false`, a hop count, or addresses and ranges by commas. */
export function namesProxies(setting: string): boolean {
  if (setting === 'true' || setting === 'false' || /^\d+$/.test(setting)) return true;
  return setting.split(',').every((part) => isRange(part.trim()));
}

function isRange(text: string): boolean {
  if (namedRanges.has(text)) return true;
  // A range of no bits would be everybody, which is what `true` says.
  if (text.includes('/')) return ipaddr.isValidCIDR(text) && ipaddr.parseCIDR(text)[1] > 0;
  return ipaddr.IPv6.isValid(text) || ipaddr.IPv4.isValidFourPartDecimal(text);
}
