import * as fc from 'fast-check';
import { normaliseTitle } from './title.js';

describe('normaliseTitle', () => {
  it.each([
    ['Sr. Mgr, IT', 'senior manager information technology'],
    ['Senior Manager of I.T.', 'senior manager information technology'],
    ['VP Sales', 'vice president sales'],
    ['Vice-President, Sales', 'vice president sales'],
    ['C.E.O.', 'chief executive officer'],
    ['Managing Dir.', 'managing director'],
    ['Geschäftsführer', 'managing director'],
    ['CTO at Contoso', 'chief technology officer'],
    ['constructor', 'constructor'],
    ['Of the', 'of the'],
  ])('reads %j as %j', (raw, title) => expect(normaliseTitle(raw)).toBe(title));

  it.each([null, '', 'n/a', '-', 'x'.repeat(501)])('takes %j for no title', (raw) =>
    expect(normaliseTitle(raw)).toBeNull(),
  );

  it('never throws, and changes nothing about what it has read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const title = normaliseTitle(raw);
        expect(normaliseTitle(title)).toBe(title);
      }),
    );
  });
});
