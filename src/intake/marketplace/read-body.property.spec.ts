import * as fc from 'fast-check';
import { readMarketplaceBody, type BodyReading } from './read-body.js';

const contentType = fc.option(
  fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .constantFrom(
        'utf-8',
        'utf-16',
        'utf-16be',
        'latin1',
        'shift_jis',
        'gb18030',
        'iso-2022-jp',
        'euc-kr',
        'koi8-r',
        'big5',
        'x',
      )
      .map((charset) => `application/json; charset=${charset}`),
  ),
);

const key = fc.oneof(
  fc.constantFrom(
    'UserDetails',
    'userdetails',
    'CustomerInfo',
    'LeadSource',
    'lead_source',
    'ActionCode',
    'OfferTitle',
  ),
  fc.constantFrom(
    'FirstName',
    'first_name',
    'Email',
    'EMAIL',
    'Phone',
    'Country',
    'Title',
    'Description',
    '__proto__',
  ),
  fc.string(),
);

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc.json(),
  fc.constantFrom('Campaigns: x', 'SPZA-INS|a.b', 'MSFT_TEST_636573304831318844', '{"mktcmpid":"1\\u0000"}'),
);

const { body: jsonBody } = fc.letrec<{ body: Record<string, unknown>; value: unknown }>((tie) => ({
  body: fc.dictionary(key, tie('value'), { maxKeys: 8 }),
  value: fc.oneof({ maxDepth: 2 }, text, text, fc.jsonValue(), tie('body')),
}));

const formBody = fc
  .array(fc.tuple(key, text), { maxLength: 8 })
  .map((fields) =>
    fields
      .map(([name, value]) => `${name}=${encodeURIComponent(value.replaceAll(/\p{Surrogate}/gu, '%'))}`)
      .join('&'),
  );

const anyBody = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  jsonBody.map((value) => Buffer.from(JSON.stringify(value))),
  jsonBody.map((value) => Buffer.from(`\uFEFF${JSON.stringify(value)}`, 'utf16le')),
  formBody.map((value) => Buffer.from(value)),
  fc
    .tuple(jsonBody, fc.nat(), fc.nat({ max: 255 }))
    .map(([value, at, byte]) => damaged(Buffer.from(JSON.stringify(value)), at, byte)),
);

function damaged(body: Buffer, at: number, byte: number): Buffer {
  body[at % body.length] = byte;
  return body;
}

/** Every string of a reading, keys of the campaign included. */
function textsOf(reading: BodyReading): string[] {
  if (reading.kind === 'unreadable') return [reading.reason];
  const { leadSource, person, campaign, description, warnings } = reading;
  return [
    ...Object.values(leadSource).filter((value) => typeof value === 'string'),
    ...Object.values(person).filter((value) => value !== null),
    ...Object.entries(campaign ?? {}).flat(),
    ...(description === null ? [] : [description]),
    ...warnings.flatMap(({ code, message }) => [code, message]),
  ];
}

describe('any body under any content type', () => {
  it('is read without an exception into text that PostgreSQL can keep', () => {
    let leads = 0;
    fc.assert(
      fc.property(anyBody, contentType, (body, type) => {
        const reading = readMarketplaceBody(body, type);
        if (reading.kind === 'lead') leads += 1;
        for (const value of textsOf(reading)) {
          expect(value).not.toContain('\u0000');
          expect(value).not.toMatch(/\p{Surrogate}/u);
        }
      }),
      { numRuns: 5_000 },
    );
    expect(leads).toBeGreaterThan(500);
  });

  it('leaves the body as it was', () => {
    fc.assert(
      fc.property(anyBody, contentType, (body, type) => {
        const before = Buffer.from(body);
        readMarketplaceBody(body, type);
        expect(body.equals(before)).toBe(true);
      }),
    );
  });

  it.each(['{', '[', '"', '&a=', 'a=1&', '{"a":', '@', '{"Email":"a@', '\u0000', '%', 'é'])(
    'is read in time that grows no faster than its length: %j',
    (unit) => {
      const body = Buffer.from(unit.repeat(Math.floor(262_144 / Buffer.byteLength(unit))));
      const started = performance.now();
      readMarketplaceBody(body, null);
      expect(performance.now() - started).toBeLessThan(2_000);
    },
  );

  it.each(['a@', '.', 'a@a.', ' ', '1', '(', '{', 'Campaigns:', '-|'])(
    'and so are fields of many %j',
    (unit) => {
      const long = unit.repeat(Math.floor(60_000 / unit.length));
      const body = { Email: long, Phone: long, Country: long, LeadSource: long, Description: long };
      const started = performance.now();
      expect(readMarketplaceBody(Buffer.from(JSON.stringify(body)), null).kind).toBe('lead');
      expect(performance.now() - started).toBeLessThan(2_000);
    },
  );
});
