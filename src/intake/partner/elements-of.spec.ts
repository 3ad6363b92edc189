import * as fc from 'fast-check';
import { elementsOf } from './elements-of.js';

function split(array: string): string[] {
  return elementsOf(Buffer.from(array)).map(String);
}

describe('The elements of a JSON array', () => {
  it('are the bytes that were sent, with the white space inside them and without that round them', () => {
    expect(split('\ufeff [ {"a" : 1.0,\n"b":[1, {}]} ,\t"x,]" , -0 ]\r\n')).toEqual([
      '{"a" : 1.0,\n"b":[1, {}]}',
      '"x,]"',
      '-0',
    ]);
  });

  it.each(['[]', ' [ \n ] '])('are none in %j', (array) => expect(split(array)).toEqual([]));

  it('do not end at quotes, commas and brackets inside strings', () => {
    const texts = ['"', '\\', '\\"', '],[', '{"', 'é",', '\u{1f600}]'];
    expect(split(JSON.stringify(texts))).toEqual(texts.map((text) => JSON.stringify(text)));
  });

  it('say together what the array says, however it is written', () => {
    const space = fc.constantFrom('', ' ', '\n', '\t\r\n  ');
    const element = fc.tuple(fc.json(), fc.nat({ max: 4 }));
    fc.assert(
      fc.property(fc.array(element), fc.tuple(space, space, space), (elements, [before, between, after]) => {
        const texts = elements.map(([json, indent]) => JSON.stringify(JSON.parse(json), null, indent));
        const array = `${before}[${between}${texts.join(`${after},${between}`)}${after}]${before}`;
        expect(split(array)).toEqual(texts);
      }),
      { numRuns: 1_000 },
    );
  });
});
