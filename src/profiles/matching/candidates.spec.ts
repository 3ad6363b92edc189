import * as fc from 'fast-check';
import { forEachCandidate, MOST_PER_KEY } from './candidates.js';
import { node } from './person.fixture.js';

const nobody = (id: number) => node(String(id), {});

/** Pairs as `later earlier`, and how many keys were over the cap. */
function candidatesOf(keys: readonly (readonly number[])[]) {
  const pairs: string[] = [];
  const nodes = keys.map((_, id) => nobody(id));
  const { keysOverCap } = forEachCandidate(
    nodes,
    (later, earlier) => pairs.push(`${later} ${earlier}`),
    ({ id }) => keys[Number(id)] ?? [],
  );
  return { pairs, keysOverCap };
}

describe('Candidates', () => {
  it('are all pairs that share a key, each once', () => {
    const keysOfNodes = fc.array(fc.uniqueArray(fc.nat(8), { maxLength: 5 }), { maxLength: 12 });
    fc.assert(
      fc.property(keysOfNodes, (keys) => {
        const expected = keys.flatMap((own, later) =>
          keys
            .slice(0, later)
            .flatMap((other, earlier) =>
              own.some((key) => other.includes(key)) ? [`${later} ${earlier}`] : [],
            ),
        );
        expect(candidatesOf(keys).pairs.toSorted()).toEqual(expected.toSorted());
      }),
    );
  });

  it('are nobody for a key that too many share, but for those who share another', () => {
    const crowd = Array.from({ length: MOST_PER_KEY + 1 }, (_, id) => (id < 2 ? [1, 2] : [1]));
    expect(candidatesOf(crowd)).toEqual({ pairs: ['1 0'], keysOverCap: 1 });
    expect(candidatesOf(crowd.slice(1)).pairs).toHaveLength((MOST_PER_KEY * (MOST_PER_KEY - 1)) / 2);
  });
});
