import * as fc from 'fast-check';
import { fieldsOf, fillUrl, originOf } from './url-template.js';

describe('A URL template', () => {
  it('is filled with encoded values', () => {
    expect(
      fillUrl('https://firms.example/{company}?e={email}', { company: 'A/B & Co', email: 'a@b.c' }),
    ).toBe('https://firms.example/A%2FB%20%26%20Co?e=a%40b.c');
    expect(fieldsOf('https://firms.example/{a}/{b}?{a}')).toEqual(['a', 'b']);
  });

  it('asks nothing while something that it names is not known', () => {
    expect(fillUrl('https://firms.example/{company}', { company: null })).toBeNull();
    expect(fillUrl('https://firms.example/{company}', {})).toBeNull();
  });

  it.each([
    ['https://firms.example:8443/{x}', 'https://firms.example:8443'],
    ['https://{x}.example/', null],
    ['https://firms.example:{x}/', null],
    ['{x}', null],
    ['https://user:pass@firms.example/{x}', null],
    ['not an address', null],
  ])('of %s has the origin %s', (template, origin) => expect(originOf(template)).toBe(origin));

  it('leads to its own host whatever the values are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (value) => {
        const url = fillUrl('https://firms.example/{x}?y={x}', { x: value });
        expect(new URL(url ?? '').origin).toBe('https://firms.example');
      }),
    );
  });
});
