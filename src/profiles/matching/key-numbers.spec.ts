import * as fc from 'fast-check';
import { KeyNumbers } from './key-numbers.js';

const key = fc.oneof(fc.maxSafeNat(), fc.nat(20));

describe('Key numbers', () => {
  it('number each key once, in the order in which they are met, however few were expected', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 300 }), fc.nat(40), (keys, expected) => {
        const numbers = new KeyNumbers(expected);
        const met = [...new Set(keys)];
        expect(keys.map((each) => numbers.of(each))).toEqual(keys.map((each) => met.indexOf(each)));
        expect(numbers.size).toBe(met.length);
      }),
    );
  });
});
