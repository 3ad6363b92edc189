import * as fc from 'fast-check';
import { assignProfiles } from './assign-profiles.js';
import type { Founder } from './match-node.repository.js';

const founder = (profileId: string, nodeId: string): Founder => ({ profileId, nodeId, mergedInto: null });

function minting(): () => string {
  let minted = 0;
  return () => `new-${(minted += 1)}`;
}

describe('assignProfiles', () => {
  it('gives a cluster the oldest profile that was founded in it and redirects the others there', () => {
    const founders = [founder('p2', 'a'), founder('p1', 'b')];
    const { owners, redirects, founded } = assignProfiles([['a', 'b', 'c']], founders, minting());
    expect([...owners.values()]).toEqual(['p1', 'p1', 'p1']);
    expect(Object.fromEntries(redirects)).toEqual({ p1: null, p2: 'p1' });
    expect(founded.size).toBe(0);
  });

  it('gives an id back to the founder that stands apart again', () => {
    const founders = [founder('p1', 'a'), founder('p2', 'b')];
    const { owners, redirects } = assignProfiles([['a'], ['b']], founders, minting());
    expect(Object.fromEntries(owners)).toEqual({ a: 'p1', b: 'p2' });
    expect(Object.fromEntries(redirects)).toEqual({ p1: null, p2: null });
  });

  it('mints an id for the oldest node of a cluster in which no profile was founded', () => {
    const { owners, founded } = assignProfiles([['b', 'a'], ['c']], [founder('p1', 'c')], minting());
    expect(Object.fromEntries(owners)).toEqual({ a: 'new-1', b: 'new-1', c: 'p1' });
    expect(Object.fromEntries(founded)).toEqual({ 'new-1': 'a' });
  });

  it('never makes a redirect of two steps, nor a loop, however people are merged and split', () => {
    const partition = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(partition, { minLength: 1, maxLength: 5 }), (history) => {
        const mint = minting();
        const founders: Founder[] = [];
        const redirects = new Map<string, string | null>();
        for (const groups of history) {
          const clusters = [0, 1, 2, 3].map((group) =>
            groups.flatMap((of, node) => (of === group ? [`n${node}`] : [])),
          );
          const after = assignProfiles(clusters, founders, mint);
          for (const [id, to] of after.redirects) redirects.set(id, to);
          for (const [id, node] of after.founded) {
            founders.push(founder(id, node));
            redirects.set(id, null);
          }
          const goals = [...after.owners.values(), ...redirects.values()].filter((goal) => goal !== null);
          expect(goals.filter((goal) => redirects.get(goal) !== null)).toEqual([]);
        }
      }),
    );
  });
});
