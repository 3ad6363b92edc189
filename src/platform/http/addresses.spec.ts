import type { LookupAddress } from 'node:dns';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { checkUrl, guardedLookup, isPublicAddress } from './addresses.js';
import { OutboundError } from './outbound.js';

const guarded = { allowPrivateNetwork: false };
const open = { allowPrivateNetwork: true };

describe('isPublicAddress', () => {
  it.each([
    ['this network', '0.1.2.3'],
    ['private', '10.0.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['Alibaba metadata', '100.100.100.200'],
    ['loopback', '127.255.0.1'],
    ['cloud metadata', '169.254.169.254'],
    ['Azure WireServer', '168.63.129.16'],
    ['protocol assignments', '192.0.0.192'],
    ['benchmarking', '198.19.0.1'],
    ['documentation', '203.0.113.7'],
    ['multicast', '224.0.0.1'],
    ['reserved', '250.1.1.1'],
    ['broadcast', '255.255.255.255'],
    ['unspecified IPv6', '::'],
    ['loopback IPv6', '::1'],
    ['IPv4-compatible', '::8.8.8.8'],
    ['IPv4-mapped', '::ffff:8.8.8.8'],
    ['IPv4-mapped in hexadecimal', '::ffff:7f00:1'],
    ['NAT64', '64:ff9b::a00:1'],
    ['local NAT64', '64:ff9b:1::a00:1'],
    ['6to4', '2002:a00:1::'],
    ['unique-local, AWS metadata', 'fd00:ec2::254'],
    ['link-local', 'fe80::1'],
    ['link-local with zone', 'fe80::1%eth0'],
    ['site-local', 'fec0::1'],
    ['multicast IPv6', 'ff02::1'],
    ['documentation IPv6', '2001:db8::1'],
    ['no address', 'example.com'],
  ])('refuses %s %s', (_kind, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['8.8.8.8', '1.1.1.1', '100.128.0.1', '172.32.0.1', '2606:4700:4700::1111'])(
    'admits %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );
});

describe('checkUrl', () => {
  it('admits a public https address', () => {
    expect(checkUrl('https://login.salesforce.com/services', guarded)).toBeNull();
    expect(checkUrl('https://8.8.8.8/', guarded)).toBeNull();
  });

  it.each([
    'http://example.com/',
    'https://localhost/',
    'https://crm.localhost./',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
  ])('refuses %s unless private networks are allowed', (url) => {
    expect(checkUrl(url, guarded)).toContain('ALLOW_PRIVATE_NETWORK=true');
    expect(checkUrl(url, open)).toBeNull();
  });

  it.each(['file:///etc/passwd', 'ftp://example.com/', 'data:text/plain,x', 'example.com', '', '/path'])(
    'refuses %p even when private networks are allowed',
    (url) => {
      expect(checkUrl(url, open)).not.toBeNull();
    },
  );

  it('refuses credentials in a URL', () => {
    expect(checkUrl('https://user:pass@example.com/', open)).toContain('credentials');
    expect(checkUrl('https://user@example.com/', open)).toContain('credentials');
  });

  it('sees through every notation of a private IPv4 address', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const notations: ((octets: number[]) => string)[] = [
      (octets) => octets.join('.'),
      (octets) => String(octets.reduce((sum, part) => sum * 256 + part, 0)),
      (octets) => `0x${octets.map((part) => part.toString(16).padStart(2, '0')).join('')}`,
      (octets) => octets.map((part) => `0${part.toString(8)}`).join('.'),
      (octets) => `${octets[0]}.${octets.slice(1).reduce((sum, part) => sum * 256 + part, 0)}`,
    ];
    fc.assert(
      fc.property(
        fc.constantFrom([10], [127], [192, 168], [169, 254]),
        fc.tuple(octet, octet, octet),
        fc.constantFrom(...notations),
        (network, rest, notation) => {
          const octets = [...network, ...rest].slice(0, 4);
          expect(checkUrl(`https://${notation(octets)}/`, guarded)).toContain(octets.join('.'));
        },
      ),
    );
  });
});

describe('guardedLookup', () => {
  const PUBLIC = { address: '93.184.215.14', family: 4 };
  const PRIVATE = { address: '127.0.0.1', family: 4 };

  it('hands the socket the addresses that were checked, having asked once', async () => {
    const answers = [[PUBLIC], [PRIVATE]];
    const lookup = guardedLookup(guarded, async () => answers.shift() ?? []);
    const addresses: unknown = await promisify(lookup)('rebinding.example', { all: true });
    expect(addresses).toEqual([PUBLIC]);
    expect(answers).toEqual([[PRIVATE]]);
  });

  it('answers a single address when not asked for all', async () => {
    const lookup = guardedLookup(guarded, async () => [PUBLIC]);
    await expect(promisify(lookup)('crm.example', {})).resolves.toBe(PUBLIC.address);
  });

  it('refuses a name with a private address among public ones', async () => {
    const lookup = guardedLookup(guarded, async () => [PUBLIC, PRIVATE]);
    await expect(promisify(lookup)('mixed.example', { all: true })).rejects.toMatchObject({
      kind: 'blocked',
      message: expect.stringContaining('mixed.example resolves to 127.0.0.1'),
    });
  });

  it('asks for the family that the socket wants', async () => {
    const asked: number[] = [];
    const lookup = guardedLookup(open, async (_name, family): Promise<LookupAddress[]> => {
      asked.push(family);
      return [PRIVATE];
    });
    for (const family of [4, 'IPv6', undefined] as const) {
      await promisify(lookup)('crm.example', { family });
    }
    expect(asked).toEqual([4, 6, 0]);
  });

  it('reports a name without addresses as unreachable', async () => {
    const lookup = guardedLookup(guarded, async () => []);
    await expect(promisify(lookup)('empty.example', {})).rejects.toBeInstanceOf(OutboundError);
  });
});
