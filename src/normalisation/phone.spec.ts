import * as fc from 'fast-check';
import { normalisePhone } from './phone.js';

const e164 = (raw: string, ...countries: string[]) => normalisePhone(raw, countries)?.e164 ?? null;

describe('normalisePhone', () => {
  it.each([
    ['+49 171 7514228', '+491717514228'],
    ['0049 171/7514228', '+491717514228'],
    ['tel:+49-171-7514228', '+491717514228'],
    ['+49 (0) 171 751 422 8', '+491717514228'],
    ['+1 (0) 919 853 0150', '+19198530150'],
    ['16175551234', '+16175551234'],
    ['＋49 171 7514228', '+491717514228'],
  ])('reads %j without knowing the country', (raw, number) => expect(e164(raw)).toBe(number));

  it('takes a number for one of the likeliest country in which it is assigned', () => {
    expect(e164('0171 7514228', 'DE')).toBe('+491717514228');
    expect(e164('0171 7514228', 'US', 'DE')).toBe('+491717514228');
    expect(e164('(415) 527-1479', 'US', 'DE')).toBe('+14155271479');
    expect(e164('0171 7514228')).toBeNull();
  });

  it('keeps the extension apart', () => {
    expect(normalisePhone('+1 425 882 8080 ext. 42')).toEqual({
      e164: '+14258828080',
      extension: '42',
      country: 'US',
    });
  });

  it('keeps numbers of ranges that the numbering plan does not know yet', () => {
    expect(e164('+33 7 21 36 34 72')).toBe('+33721363472');
  });

  it.each([
    '',
    '-',
    'n/a',
    '000000',
    '+1 000 000 0000',
    '+49 1111111111',
    '1234567890',
    '555',
    'call me',
    '1'.repeat(99),
  ])('takes %j for no number', (raw) => expect(e164(raw, 'US')).toBeNull());

  it('never throws, and reads its own output', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[+0-9 ()x/-]{0,20}$/));
    fc.assert(
      fc.property(text, fc.constantFrom('DE', 'US', 'BR', 'XX'), (raw, country) => {
        const phone = normalisePhone(raw, [country]);
        expect(phone && e164(phone.e164)).toBe(phone && phone.e164);
      }),
    );
  });
});
