import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import type { TransformStep } from '../../systems/index.js';
import type { RecordFields } from './record.js';
import { transformed, type Value } from './transform.js';

const industries = { lookup: { table: { Software: 'Technology', bank: 7, none: false } } };

describe('transformed', () => {
  it.each<[Value, TransformStep[], RecordFields, Value | null]>([
    ['Ann@Contoso.COM', ['lower'], {}, 'ann@contoso.com'],
    ['  Ann ', ['trim'], {}, 'Ann'],
    ['   ', ['trim'], {}, null],
    ['Deutschland', ['country-code'], {}, 'DE'],
    ['Atlantis', ['country-code'], {}, null],
    ['030 901820', ['phone-e164'], { country: 'Germany' }, '+4930901820'],
    ['030 901820', ['phone-e164'], { countryCode: 'DE', country: null }, '+4930901820'],
    ['+1 (617) 555-0123', ['phone-e164'], {}, '+16175550123'],
    ['call me', ['phone-e164'], {}, null],
    ['2026-03-01T23:30:00-02:00', ['date'], {}, '2026-03-02'],
    ['2026-03-01', ['date'], {}, '2026-03-01'],
    ['soon', ['date'], {}, null],
    [' SOFTWARE ', [industries], {}, 'Technology'],
    ['Bank', [industries], {}, 7],
    ['None', [industries], {}, false],
    ['Farm', [industries], {}, null],
    ['Farm', [{ lookup: { ...industries.lookup, otherwise: 'Other' } }], {}, 'Other'],
    [true, [{ lookup: { table: { true: 'Yes' } } }], {}, 'Yes'],
    [' A ', ['trim', 'lower', 'sha256'], {}, createHash('sha256').update('a').digest('hex')],
    ['x', [], {}, 'x'],
  ])('makes of %j with %j, beside %j: %j', (value, steps, fields, expected) => {
    expect(transformed(value, steps, fields)).toBe(expected);
  });

  it('does nothing more once a step could not read the value', () => {
    expect(transformed('nowhere', ['country-code', 'sha256'], {})).toBeNull();
  });

  it('takes any text without a fault, and is done when done once', () => {
    const steps: TransformStep[] = ['lower', 'trim', 'country-code', 'date'];
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...steps), (text, step) => {
        const once = transformed(text, [step], {});
        expect(once === null ? null : transformed(once, [step], {})).toBe(once);
      }),
    );
  });
});
