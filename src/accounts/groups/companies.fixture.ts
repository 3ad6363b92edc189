import * as fc from 'fast-check';
import { MOST_IN_GROUP } from './group-reach.js';

export interface Company {
  readonly name: string;
  readonly domains: readonly string[];
  /** Of one that is told of before this one. */
  readonly parent: number | null;
}

export function alike(count: number, name: string): Company[] {
  return Array.from({ length: count }, () => ({ name, domains: [], parent: null }));
}

const NAMES = ['Initech', 'Umbrella', 'Fabrikam', 'Contoso', 'Northwind', 'Globex', 'Hooli', 'Vandelay'];

/** From few that share little to many that share a name. */
export const manyCompanies = fc
  .tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: NAMES.length }))
  .chain(([count, names]) =>
    fc.array(
      fc.record({
        name: fc.nat(names - 1),
        family: fc.option(fc.nat(NAMES.length - 1), { freq: 3 }),
        parent: fc.option(fc.nat(1_000), { freq: 3 }),
      }),
      { minLength: count, maxLength: count },
    ),
  )
  .map((drawn) =>
    drawn.map(({ name, family, parent }, at): Company => {
      const label = family === null ? null : (NAMES[family] ?? '').toLowerCase();
      return {
        // A name of its own for most, so that there are small groups as well.
        name: at % 3 === 0 ? (NAMES[name] ?? '') : `${NAMES[name]} Own${at}`,
        domains: label === null || at % 4 > 0 ? [] : [`${label}.${SUFFIXES[at % SUFFIXES.length]}`],
        parent: parent === null || at === 0 || at % 2 === 0 ? null : parent % at,
      };
    }),
  )
  .map((companies) =>
    // A domain belongs to one company.
    companies.map((company, at) => ({
      ...company,
      domains: company.domains.filter(
        (domain) => !companies.slice(0, at).some(({ domains }) => domains.includes(domain)),
      ),
    })),
  );

const SUFFIXES = ['com', 'de', 'fr', 'it', 'es', 'nl', 'be', 'at', 'ch', 'pl', 'se'];

/** The same by a search in memory, over all pairs. */
export function plainGroups(companies: readonly Company[]): number[][] {
  const joins = [
    (one: Company, other: Company, at: number, otherAt: number) =>
      one.parent === otherAt || other.parent === at,
    (one: Company, other: Company) => one.name === other.name,
    (one: Company, other: Company) => labels(one).some((label) => labels(other).includes(label)),
  ];
  const left = new Set(companies.keys());
  const groups: number[][] = [];
  for (const reach of [3, 2, 1]) {
    const joined = joins.slice(0, reach);
    for (const at of companies.keys()) {
      if (!left.has(at)) continue;
      const found = [at];
      for (const near of found)
        for (const [otherAt, other] of companies.entries())
          if (!found.includes(otherAt))
            if (joined.some((join) => join(companies[near] as Company, other, near, otherAt)))
              found.push(otherAt);
      if (found.length > MOST_IN_GROUP) continue;
      groups.push(found.toSorted(byNumber));
      for (const member of found) left.delete(member);
    }
  }
  return [...groups, ...[...left].map((at) => [at])].toSorted(byFirst);
}

function labels({ name, domains }: Company): string[] {
  return [name.toLowerCase(), ...domains.map((domain) => domain.slice(0, domain.indexOf('.')))];
}

export const byNumber = (one: number, other: number) => one - other;
export const byFirst = ([one = 0]: readonly number[], [other = 0]: readonly number[]) => one - other;
