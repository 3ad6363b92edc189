import * as fc from 'fast-check';
import { changesOf } from './changes.js';
import { Groups } from './groups.js';

/** Each of up to eight nodes in one of three profiles, and in one of three clusters. */
const groupings = fc.array(fc.tuple(fc.constantFrom('p', 'q', 'r'), fc.integer({ min: 0, max: 2 })), {
  minLength: 1,
  maxLength: 8,
});

const shown = (nodes: readonly (readonly [string, number])[]) => ({
  owners: new Map(nodes.map(([owner], index) => [`n${index}`, owner])),
  clusters: [0, 1, 2]
    .map((wanted) => nodes.flatMap(([, cluster], index) => (cluster === wanted ? [`n${index}`] : [])))
    .filter(({ length }) => length > 0),
});

describe('What other rules would do to people', () => {
  it('is nothing where they group the leads as they are', () => {
    fc.assert(
      fc.property(groupings, (nodes) => {
        const { owners } = shown(nodes);
        const clusters = ['p', 'q', 'r'].map((owner) =>
          [...owners].flatMap(([node, of]) => (of === owner ? [node] : [])),
        );
        expect(changesOf(owners, clusters)).toMatchObject({
          mergesGained: 0,
          mergesLost: 0,
          touched: new Set(),
        });
      }),
    );
  });

  it('accounts for the difference between the number of people now and then', () => {
    fc.assert(
      fc.property(groupings, (nodes) => {
        const { owners, clusters } = shown(nodes);
        const { mergesGained, mergesLost } = changesOf(owners, clusters);
        expect(new Set(owners.values()).size - mergesGained + mergesLost).toBe(clusters.length);
      }),
    );
  });

  it('names those who would have other leads', () => {
    const owners = new Map([
      ['a', 'p'],
      ['b', 'p'],
      ['c', 'q'],
      ['d', 'r'],
    ]);
    const changes = changesOf(owners, [['a'], ['b', 'c'], ['d']]);
    expect(changes).toMatchObject({ mergesGained: 1, mergesLost: 1, touched: new Set(['p', 'q']) });
  });
});

describe('Groups', () => {
  it('are the same whatever was put together first', () => {
    const pair = fc.tuple(fc.constantFrom(...'abcdef'), fc.constantFrom(...'abcdef'));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 8 }), (pairs) => {
        const [one, other] = [new Groups(), new Groups()];
        for (const id of 'abcdef') one.add(id);
        for (const [a, b] of pairs) one.unite(a, b);
        for (const [a, b] of pairs.toReversed()) other.unite(b, a);
        for (const id of 'fedcba') other.add(id);
        expect(other.all()).toEqual(one.all());
        expect(one.all().flat().toSorted()).toEqual([...'abcdef']);
      }),
    );
  });
});
