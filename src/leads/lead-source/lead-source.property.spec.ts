import * as fc from 'fast-check';
import {
  formatLeadSource,
  knownSources,
  leadSourceWarnings,
  parseLeadSource,
  type LeadSourceContext,
  type LeadSourceReading,
} from './index.js';

/** Any sequence of UTF-16 units, halves of surrogate pairs included. */
const anyUnits = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));

/** Parts of real LeadSources in any order, so that the grammar's corners are met often. */
const nearGrammar = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '-',
        '|',
        ' ',
        '.',
        '\u00a0',
        '(',
        ')',
        'WA1',
        'contoso',
        'Contoso.App',
        'Node.js',
        '.NET',
      ),
      fc.constantFrom(
        'AzureMarketplace',
        'spza',
        'AppSource (SPZA)',
        'INS',
        'create',
        'XYZ',
        '创建',
        'Test Drive',
      ),
      fc.constantFrom('MSFT_TEST_636573304831318844', '3701c77e-1cfa-4c56-91e6-3ed0b622145a'),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));

const anyText = fc.oneof(nearGrammar, fc.string({ unit: 'binary' }), anyUnits);
const anyContext: fc.Arbitrary<LeadSourceContext> = fc.record(
  { actionCode: fc.option(anyText), offerTitle: fc.option(anyText), productId: fc.option(anyText) },
  { requiredKeys: [] },
);

const codes = new Set(Object.values(leadSourceWarnings).map((warning) => warning('', '').code));

function parts({ source, action, publisherId, offerId, offerTitle }: LeadSourceReading) {
  return { source, action, publisherId, offerId, offerTitle };
}

describe('any LeadSource', () => {
  it('is read with its raw string, a known source or none, and listed warnings', () => {
    fc.assert(
      fc.property(fc.option(anyText), anyContext, (raw, context) => {
        const reading = parseLeadSource(raw, context);
        expect(reading.raw).toBe(raw);
        expect([null, ...knownSources]).toContain(reading.source);
        for (const { code } of reading.warnings) expect(codes).toContain(code);
        expect(new Set(reading.warnings.map(({ code }) => code)).size).toBe(reading.warnings.length);
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads as the same parts in its canonical form', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const reading = parseLeadSource(raw);
        expect(parts(parseLeadSource(formatLeadSource(reading)))).toEqual(parts(reading));
      }),
      { numRuns: 5_000 },
    );
  });

  it('has a canonical form that stays as it is, whatever the other fields of the lead said', () => {
    fc.assert(
      fc.property(anyText, anyContext, (raw, context) => {
        const canonical = formatLeadSource(parseLeadSource(raw, context));
        expect(formatLeadSource(parseLeadSource(canonical))).toBe(canonical);
      }),
      { numRuns: 5_000 },
    );
  });

  it('has no part that is blank or padded', () => {
    fc.assert(
      fc.property(anyText, anyContext, (raw, context) => {
        for (const part of Object.values(parts(parseLeadSource(raw, context)))) {
          if (part === null) continue;
          expect(part).not.toBe('');
          expect(part).toBe(part.trim());
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['-', '|', '.', ' ', '(', 'WA1', '1', 'a', '\u0000', '😀'])(
    'is read in time that grows no faster than its length: %j',
    (unit) => {
      const started = performance.now();
      parseLeadSource(unit.repeat(1_000_000));
      expect(performance.now() - started).toBeLessThan(2_000);
    },
  );
});

describe('formatLeadSource', () => {
  it.each([
    [
      'azuremarketplace-ins | checkpoint.check-point-r77-10sg-byol',
      'AzureMarketplace-INS|checkpoint.check-point-r77-10sg-byol',
    ],
    ['AppSource (SPZA) - plt|Contoso - Finance | Pro', 'AppSource-PLT|Contoso - Finance | Pro'],
    ['AppSource-INS|WA104381441', 'AppSource-INS|WA104381441'],
    ['AzureMarketplace', 'AzureMarketplace'],
    ['Test run through MS Flow', ''],
  ])('writes %j in documented spelling', (raw, canonical) => {
    expect(formatLeadSource(parseLeadSource(raw))).toBe(canonical);
  });

  it('leaves out a title that would read as an id', () => {
    const reading = parseLeadSource('AzureMarketplace', { actionCode: 'INS', offerTitle: 'Node.js' });
    expect(formatLeadSource(reading)).toBe('AzureMarketplace-INS');
  });
});
