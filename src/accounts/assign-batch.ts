import { normaliseCompany, normaliseWebsite, type NormalisedCompany } from '../normalisation/index.js';
import { newId } from '../platform/database/index.js';
import { groupBy } from '../platform/group-by.js';
import type { AccountDirectory } from './account-directory.js';
import { relationOf, type Account, type Relation } from './account.js';
import {
  keysOfPerson,
  labelOf,
  leadToAccount,
  type CompanyEvidence,
  type Factor,
  type LeadToAccount,
} from './matching/index.js';

export interface PersonToAssign {
  readonly profileId: string;
  readonly evidence: CompanyEvidence;
  /** As it was said. */
  readonly companyName: string | null;
}

export interface Assignment {
  readonly relations: readonly Relation[];
  /** Accounts that are new, or of which a name or domain was learned. */
  readonly changed: readonly Account[];
}

/**
 * Gives each person of a batch to an account, making those that nobody was with before. What people said goes
 * through in an order of its own, the surest first, so that the order in which they came changes nothing,
 * and two people of one new company share its account.
 */
export function assignBatch(people: readonly PersonToAssign[], directory: AccountDirectory): Assignment {
  const relations: Relation[] = [];
  const changed = new Map<string, Account>();
  const keep = (account: Account) => {
    directory.put(account);
    changed.set(account.id, account);
  };
  for (const [evidence, group] of inOrder(people)) {
    const said = group[0]?.evidence;
    if (!said) continue;
    const name = bestName(group);
    const found = leadToAccount(said, directory.candidates(keysOfPerson(said)));
    if (found.matched) {
      const account = directory.get(found.accountId);
      const learned = account && learn(account, said, name, found);
      if (learned) keep(learned);
      relations.push(...group.map(({ profileId }) => relationOf(profileId, evidence, found)));
    } else if (found.reason === 'no-candidate' || found.reason === 'below-threshold') {
      const account = newAccount(said, name);
      keep(account);
      relations.push(...group.map(({ profileId }) => firstOf(account, profileId, evidence)));
    } else relations.push(...group.map(({ profileId }) => relationOf(profileId, evidence, found)));
  }
  return { relations, changed: [...changed.values()] };
}

/** One text for the same evidence. Names sort before no name, so that an account is named when it is made. */
export function evidenceText({ emailDomain, website, company, country }: CompanyEvidence): string {
  return JSON.stringify([emailDomain, website, company?.core ?? null, company?.legalForm ?? null, country]);
}

function inOrder(people: readonly PersonToAssign[]): [string, PersonToAssign[]][] {
  const groups = [...groupBy(people, ({ evidence }) => evidenceText(evidence))];
  return groups.toSorted(([one, [a]], [other, [b]]) => rank(a) - rank(b) || (one < other ? -1 : 1));
}

/** Whoever names a domain goes before who only has a name, and who has both before either. */
function rank(person: PersonToAssign | undefined): number {
  const { emailDomain = null, website = null, company = null } = person?.evidence ?? {};
  return (emailDomain === null ? 4 : 0) + (website === null ? 2 : 0) + (company === null ? 1 : 0);
}

/** As most people write it: not all in one case, and then the first of the alphabet. */
function bestName(group: readonly PersonToAssign[]): string | null {
  const names = group.flatMap(({ companyName }) => companyName?.trim() || []);
  const best = names.toSorted(
    (one, other) => Number(isShouted(one)) - Number(isShouted(other)) || (one < other ? -1 : 1),
  )[0];
  return best === undefined || normaliseWebsite(best) !== null ? null : best;
}

function isShouted(name: string): boolean {
  return name === name.toUpperCase() || name === name.toLowerCase();
}

function newAccount(said: CompanyEvidence, name: string | null): Account {
  const domain = said.emailDomain ?? said.website;
  const named = said.company !== null && name !== null;
  return {
    id: newId(),
    name: named ? name : (domain ?? ''),
    namedBy: named ? 'lead' : 'domain',
    country: said.country,
    domains: domain === null ? [] : [domain],
  };
}

function firstOf(account: Account, profileId: string, evidence: string): Relation {
  return {
    profileId,
    accountId: account.id,
    score: 1,
    source: 'new-account',
    reason: null,
    factors: [],
    evidence,
  };
}

/** The account with what this person adds: a better name, or a domain that nothing speaks against; null for nothing. */
function learn(
  account: Account,
  said: CompanyEvidence,
  name: string | null,
  match: LeadToAccount & { matched: true },
): Account | null {
  const domain = said.emailDomain ?? said.website;
  const isNew = domain !== null && !account.domains.includes(domain) && isSure(account, said, match);
  const named = name !== null && said.company !== null && isBetterName(account, said.company);
  if (!isNew && !named) return null;
  return {
    ...account,
    ...(isNew ? { domains: [...account.domains, domain] } : {}),
    ...(named ? { name, namedBy: 'lead' } : {}),
  };
}

/** A name that is only alike is enough to give one person to a company, but not for all who have their domain. */
function isSure(
  account: Account,
  { company }: CompanyEvidence,
  { factors }: { factors: readonly Factor[] },
): boolean {
  const sameName = company === null || company.key === normaliseCompany(account.name)?.key;
  return sameName && factors.every(({ agrees }) => agrees);
}

/** Any name beats a bare domain, and the one that the domain spells out beats a short form. */
function isBetterName({ namedBy, name, domains }: Account, said: NormalisedCompany): boolean {
  if (namedBy !== 'lead') return namedBy === 'domain';
  const labels = domains.map(labelOf);
  return labels.includes(said.key) && !labels.includes(normaliseCompany(name)?.key ?? '');
}
