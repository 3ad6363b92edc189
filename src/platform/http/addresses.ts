import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { callbackify, promisify } from 'node:util';
import ipaddr from 'ipaddr.js';
import { OutboundError } from './outbound.js';

/** Turns a name into all its addresses; `family` 0 asks for both kinds. */
export type Resolver = (hostname: string, family: 0 | 4 | 6) => Promise<readonly LookupAddress[]>;

export interface NetworkPolicy {
  /** Also http, and addresses of the own network; for development and systems in the same data centre. */
  readonly allowPrivateNetwork: boolean;
}

/** RFC 4291 section 2.4: global unicast is what IANA hands out, the rest of IPv6 is special or unassigned. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Public by number, yet the door to the host's own platform: Azure's WireServer. */
const PLATFORM_ADDRESSES = new Set(['168.63.129.16']);

const ADVICE =
  'Use a public https address, or set ALLOW_PRIVATE_NETWORK=true if systems in your own network are meant.';

/**
 * Whether an address, in any notation, belongs to the public internet. Everything in the IANA
 * special-purpose registries is not: private, loopback, link-local (with cloud metadata), carrier-grade
 * NAT, unique-local, multicast, IPv4 inside IPv6.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast' || PLATFORM_ADDRESSES.has(parsed.toString())) return false;
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_IPV6);
}

/**
 * Why an address may not be called, for the person who entered it, or null when nothing is wrong with it
 * as written. A name that resolves to a private address is only seen when it is called.
 */
export function checkUrl(url: string, { allowPrivateNetwork }: NetworkPolicy): string | null {
  if (!URL.canParse(url)) return `This is not an absolute URL. Example: https://example.com/`;
  const { protocol, username, password, hostname } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') {
    return `"${protocol}" addresses cannot be called. Use https.`;
  }
  if (username !== '' || password !== '') {
    return 'A URL must not hold a user name or a password. Put them into the credentials.';
  }
  if (allowPrivateNetwork) return null;
  if (protocol === 'http:') return `Plain http is not allowed. ${ADVICE}`;
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isLocalName(host) || (isIP(host) !== 0 && !isPublicAddress(host))) {
    return `${host} is an address of a private network. ${ADVICE}`;
  }
  return null;
}

/** RFC 6761 section 6.3: these names always mean the machine itself. */
function isLocalName(host: string): boolean {
  return /(^|\.)localhost\.?$/i.test(host);
}

/**
 * A `lookup` for sockets. The socket connects to the very addresses that were checked here, so a name
 * that answers differently a moment later gains nothing. One private address among public ones
 * refuses the name: no honest zone mixes them.
 */
export function guardedLookup(policy: NetworkPolicy, resolve: Resolver = systemResolver): LookupFunction {
  return (hostname, options, callback) => {
    const family = familyOf(options.family);
    resolveThen(hostname, family, policy, resolve, (error, addresses) => {
      if (error) return callback(error, []);
      const [first] = addresses;
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}

async function resolveAllowed(
  hostname: string,
  family: 0 | 4 | 6,
  policy: NetworkPolicy,
  resolve: Resolver,
): Promise<[LookupAddress, ...LookupAddress[]]> {
  const [first, ...others] = await resolve(hostname, family);
  if (!first) throw new OutboundError('unreachable', `${hostname} has no address`);
  const refused = [first, ...others].find(({ address }) => !isPublicAddress(address));
  if (refused && !policy.allowPrivateNetwork) {
    throw new OutboundError(
      'blocked',
      `${hostname} resolves to ${refused.address}, an address of a private network. ${ADVICE}`,
    );
  }
  return [first, ...others];
}

const resolveThen = callbackify(resolveAllowed);

function familyOf(family: number | 'IPv4' | 'IPv6' | undefined): 0 | 4 | 6 {
  if (family === 4 || family === 'IPv4') return 4;
  return family === 6 || family === 'IPv6' ? 6 : 0;
}

const lookupAll = promisify(dnsLookup);

function systemResolver(hostname: string, family: 0 | 4 | 6): Promise<LookupAddress[]> {
  return lookupAll(hostname, { all: true, family });
}
