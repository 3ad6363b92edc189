import * as fc from 'fast-check';
import { cluster, type Clustering } from './clustering.js';
import { standardGuards } from './guards.js';
import type { MatchAssertion, MatchEdge } from './match-node.js';
import { node, preparedNodes } from './person.fixture.js';
import { probabilityOf } from './scoring.js';

const thresholds = { autoMerge: 0.95, review: 0.5 };

const graphs = preparedNodes.chain((nodes) => {
  const id = fc.constantFrom(...nodes.map((each) => each.id));
  const pair = fc.record({ a: id, b: id }).filter(({ a, b }) => a !== b);
  const edge = fc.tuple(pair, fc.integer({ min: -2, max: 12 })).map(([ends, weight]): MatchEdge => ({
    ...ends,
    weight,
    probability: probabilityOf(weight),
  }));
  const assertion = fc
    .tuple(pair, fc.constantFrom<MatchAssertion['verdict']>('same', 'distinct'))
    .map(([ends, verdict]): MatchAssertion => ({ ...ends, verdict }));
  const differentPairs = { selector: ({ a, b }: MatchEdge) => [a, b].toSorted().join(' ') };
  return fc.record({
    nodes: fc.constant(nodes),
    edges: fc.uniqueArray(edge, { maxLength: 16, ...differentPairs }),
    assertions: fc.array(assertion, { maxLength: 4 }),
  });
});

const together = ({ clusters }: Clustering, a: string, b: string) =>
  clusters.some((ids) => ids.includes(a) && ids.includes(b));

describe('Clustering', () => {
  it('does not depend on the order in which anything came, nor on which end of a pair is named first', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges, assertions }) => {
        const turned = edges.map((edge) => ({ ...edge, a: edge.b, b: edge.a }));
        expect(
          cluster(
            nodes.toReversed(),
            turned.toReversed(),
            assertions.toReversed(),
            thresholds,
            standardGuards,
          ),
        ).toEqual(cluster(nodes, edges, assertions, thresholds, standardGuards));
      }),
    );
  });

  it('puts every node into exactly one cluster', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges, assertions }) => {
        const { clusters } = cluster(nodes, edges, assertions, thresholds, standardGuards);
        expect(clusters.flat().toSorted()).toEqual(nodes.map(({ id }) => id).toSorted());
      }),
    );
  });

  it('asks its guards once about two groups, however many edges lead from one to the other', () => {
    let asked = 0;
    const guard = { name: 'counts', forbids: () => (asked += 1) > 0 };
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => node(id, {}));
    const nodes = [a, b, c, d].filter((one) => one !== undefined);
    const edges = ['a', 'b'].flatMap((left) =>
      ['c', 'd'].map((right): MatchEdge => ({ a: left, b: right, weight: 9, probability: 0.99 })),
    );
    const assertions: MatchAssertion[] = [
      { a: 'a', b: 'b', verdict: 'same' },
      { a: 'c', b: 'd', verdict: 'same' },
    ];

    const { clusters } = cluster(nodes, edges, assertions, thresholds, [guard]);

    expect(clusters).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(asked).toBe(1);
  });

  it('never puts together what people called distinct, whatever else is said', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges, assertions }) => {
        const result = cluster(nodes, edges, assertions, thresholds, []);
        for (const { a, b, verdict } of assertions) {
          expect(verdict === 'distinct' && together(result, a, b)).toBe(false);
        }
      }),
    );
  });

  it('never asks about two that are together or were called distinct', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges, assertions }) => {
        const result = cluster(nodes, edges, assertions, thresholds, standardGuards);
        for (const { a, b } of result.reviews) expect(together(result, a, b)).toBe(false);
      }),
    );
  });

  const anna = node('a', { firstName: 'Anna', lastName: 'Berg', email: 'anna.berg@acme.com' });
  const namesake = node('b', { firstName: 'Anna', lastName: 'Berg', email: 'anna.berg2@acme.com' });
  const sure = { a: 'a', b: 'b', weight: 9, probability: probabilityOf(9) };

  it('asks where a guard stops a strong match, and says which', () => {
    const { clusters, reviews } = cluster([anna, namesake], [sure], [], thresholds, standardGuards);
    expect(clusters).toEqual([['a'], ['b']]);
    expect(reviews).toEqual([
      { a: 'a', b: 'b', probability: sure.probability, reason: 'guarded', guard: 'numbered_mailboxes' },
    ]);
  });

  it.each([
    ['phones and employers are others', '+1 415 200 1234', 'Acme', '+1 718 803 1916', 'Globex', 'gmail.com'],
    [
      'phones and private addresses are others',
      '+1 415 200 1234',
      'Acme',
      '+1 718 803 1916',
      'Acme',
      'gmx.de',
    ],
  ])('asks where nothing but the name agrees and %s', (_case, phone, company, phone2, company2, provider) => {
    const name = { firstName: 'Anna', lastName: 'Berg' };
    const one = node('a', { ...name, email: 'anna.berg@gmail.com', phone, company });
    const other = node('b', { ...name, email: `anna.berg@${provider}`, phone: phone2, company: company2 });
    expect(cluster([one, other], [sure], [], thresholds, standardGuards).reviews).toMatchObject([
      { guard: 'name_alone' },
    ]);
    const same = node('b', { ...name, email: `anna.berg@${provider}`, phone, company: company2 });
    expect(cluster([one, same], [sure], [], thresholds, standardGuards).reviews).toEqual([]);
  });

  it('lets people overrule a guard', () => {
    const same = { a: 'b', b: 'a', verdict: 'same' } as const;
    expect(cluster([anna, namesake], [sure], [same], thresholds, standardGuards).clusters).toEqual([
      ['a', 'b'],
    ]);
  });

  it('asks between the thresholds', () => {
    const unsure = { a: 'a', b: 'b', weight: 1, probability: probabilityOf(1) };
    expect(cluster([anna, namesake], [unsure], [], thresholds, []).reviews).toMatchObject([
      { reason: 'below_auto_merge' },
    ]);
  });
});
