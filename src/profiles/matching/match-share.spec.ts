import { matchInMemory } from './match-in-memory.js';
import { matchShare, type ShareMatch } from './match-share.js';
import { node } from './person.fixture.js';
import type { PreparedNode } from './prepared-node.js';
import { standardModel, standardThresholds } from './standard-model.js';
import { InnerTeam } from './team.fixture.js';
import { seededRandom } from './training/seeded-random.js';

const LAST_NAMES = ['Berg', 'Bergh', 'Diaz', 'Ivanova', 'Okafor', 'Schmidt'];
const FIRST_NAMES = ['Anna', 'Ana', 'Robert', 'Bob', 'Oluchi', 'Zora'];
const COMPANIES = ['Acme', 'Globex', 'Initech'];

/** Leads of people who often share a name, a company or a title, each lead without some of what they could say. */
function someLeads(count: number, seed: number): readonly PreparedNode[] {
  const random = seededRandom(seed);
  const oneOf = (values: readonly string[]) => values[Math.floor(random() * values.length)] ?? '';
  return Array.from({ length: count }, (_, id) => {
    const [first, last, company] = [oneOf(FIRST_NAMES), oneOf(LAST_NAMES), oneOf(COMPANIES)];
    return node(String(id).padStart(4, '0'), {
      firstName: first,
      lastName: random() < 0.2 ? null : last,
      email: random() < 0.4 ? null : `${first}.${last}@${company}.com`.toLowerCase(),
      phone: random() < 0.7 ? null : `+49 30 90182${String(first.length)}${String(last.length)}`,
      company: random() < 0.3 ? null : company,
      title: random() < 0.5 ? null : oneOf(['CEO', 'Head of Sales']),
    });
  });
}

/** Each node is dealt to one thread or another, whoever it may be. */
async function matchInShares(nodes: readonly PreparedNode[], size: number): Promise<ShareMatch> {
  const parts = await Promise.all(
    InnerTeam.of(size).map((team) => {
      const own = nodes.filter((_, index) => index % size === team.share);
      return matchShare(standardModel, own, standardThresholds, team);
    }),
  );
  return {
    clusters: parts.flatMap(({ clusters }) => clusters),
    reviews: parts.flatMap(({ reviews }) => reviews),
    candidates: parts.reduce((sum, part) => sum + part.candidates, 0),
    keysOverCap: parts.reduce((sum, part) => sum + part.keysOverCap, 0),
  };
}

describe('Matching in shares', () => {
  it.each([1, 2, 3])('finds in %i threads the people and reviews that one alone finds', async (size) => {
    const nodes = someLeads(700, size);
    const { edges, ...alone } = matchInMemory(standardModel, nodes, standardThresholds);
    expect(edges.length).toBeGreaterThan(500);
    expect(alone.reviews.length).toBeGreaterThan(50);
    expect(sorted(await matchInShares(nodes, size))).toEqual(sorted(alone));
  });

  it('has nothing to do for a thread without nodes', async () => {
    const teams = InnerTeam.of(2);
    const nodes = someLeads(20, 7);
    const [all, none] = await Promise.all(
      teams.map((team) => matchShare(standardModel, team.share === 0 ? nodes : [], standardThresholds, team)),
    );
    expect(all?.clusters.flat()).toHaveLength(20);
    expect(none?.clusters).toEqual([]);
  });
});

function sorted(found: ShareMatch): ShareMatch {
  const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
  return { ...found, clusters: found.clusters.toSorted(byText), reviews: found.reviews.toSorted(byText) };
}
