import { labelOf } from './candidate-keys.js';
import { companySimilarity } from './company-similarity.js';
import type { CompanyEvidence, KnownAccount } from './evidence.js';

/** Published: a person is given to the best account from this score on, if the next one is far enough behind. */
export const LEAD_TO_ACCOUNT = { threshold: 0.7, margin: 0.02 } as const;

/** What carried a match; the strongest where there are several. */
export type MatchSource = 'email-domain' | 'website' | 'company-name' | 'domain-name';

/** One piece of evidence for or against an account, and what it does to the score. */
export interface Factor {
  readonly kind: MatchSource | 'country' | 'other-domain';
  readonly agrees: boolean;
  /** What of a full certainty it gives, or takes from what others gave; 0 to 1. */
  readonly weight: number;
  readonly said: string;
  readonly known: string;
}

/** What can carry a match by itself. */
interface Agreement extends Factor {
  readonly kind: MatchSource;
}

export interface Match {
  readonly accountId: string;
  readonly score: number;
  readonly source: MatchSource;
  readonly factors: readonly Factor[];
}

export type Unmatched = 'no-company-said' | 'no-candidate' | 'below-threshold' | 'ambiguous';

export type LeadToAccount =
  | ({ readonly matched: true } & Match)
  | { readonly matched: false; readonly reason: Unmatched; readonly candidates: readonly Match[] };

const WEIGHTS = { 'email-domain': 0.99, website: 0.97, 'company-name': 0.95, 'domain-name': 0.85 } as const;
const COUNTRY_AGREES = 0.3;
const COUNTRY_CONTRADICTS = 0.1;
const OTHER_DOMAIN = 0.35;
/** Names less alike say nothing of each other. */
const LEAST_SIMILARITY = 0.5;
const SHOWN_CANDIDATES = 5;

/** Finds the one account of a person among candidates, or says why there is none. */
export function leadToAccount(said: CompanyEvidence, candidates: readonly KnownAccount[]): LeadToAccount {
  if (!said.emailDomain && !said.website && !said.company) return none('no-company-said', []);
  const scored = holdersOf(said.emailDomain, candidates)
    .flatMap((account) => scoreAccount(said, account) ?? [])
    .toSorted((one, other) => other.score - one.score || (one.accountId < other.accountId ? -1 : 1));
  const [best, second] = scored;
  if (!best) return none('no-candidate', scored);
  if (best.score < LEAD_TO_ACCOUNT.threshold) return none('below-threshold', scored);
  if (second && best.score - second.score < LEAD_TO_ACCOUNT.margin) return none('ambiguous', scored);
  return { matched: true, ...best };
}

/** No name weighs as much as a corporate address, so that where it is known nothing else need be looked at. */
function holdersOf(domain: string | null, candidates: readonly KnownAccount[]): readonly KnownAccount[] {
  const holders = domain === null ? [] : candidates.filter(({ domains }) => domains.includes(domain));
  return holders.length > 0 ? holders : candidates;
}

function none(reason: Unmatched, scored: readonly Match[]): LeadToAccount {
  return { matched: false, reason, candidates: scored.slice(0, SHOWN_CANDIDATES) };
}

/** Null where nothing but the country speaks for the account. */
export function scoreAccount(said: CompanyEvidence, account: KnownAccount): Match | null {
  const agreeing = [...domainFactors(said, account), ...nameFactors(said, account)];
  const [strongest] = agreeing.toSorted((one, other) => other.weight - one.weight);
  if (!strongest) return null;
  const factors = [...agreeing, ...otherDomain(said, account), ...countryFactors(said, account)];
  return { accountId: account.id, score: combined(factors), source: strongest.kind, factors };
}

/** Agreeing factors leave the doubts of all of them, contradicting ones take their share of what is left. */
function combined(factors: readonly Factor[]): number {
  const doubt = factors.filter(({ agrees }) => agrees).reduce((left, { weight }) => left * (1 - weight), 1);
  const kept = factors.filter(({ agrees }) => !agrees).reduce((left, { weight }) => left * (1 - weight), 1);
  return (1 - doubt) * kept;
}

function domainFactors(
  { emailDomain, website, company }: CompanyEvidence,
  { domains, name }: KnownAccount,
): Agreement[] {
  const factors: Agreement[] = [];
  for (const [kind, domain] of [
    ['email-domain', emailDomain],
    ['website', website],
  ] as const) {
    if (domain === null || (kind === 'website' && domain === emailDomain)) continue;
    if (domains.includes(domain)) factors.push(agreement(kind, WEIGHTS[kind], domain, domain));
    else if (domains.length === 0 && name?.key === labelOf(domain) && (!company || company.key === name.key))
      factors.push(agreement('domain-name', WEIGHTS['domain-name'], domain, name.key));
  }
  return factors;
}

/** Who has a corporate domain is with a company that has none yet only if both are called the same. */
function nameFactors(
  { company, emailDomain }: CompanyEvidence,
  { name, domains }: KnownAccount,
): Agreement[] {
  if (!company || !name) return [];
  if (emailDomain !== null && domains.length === 0 && company.key !== name.key) return [];
  const similarity = companySimilarity(company, name);
  if (similarity < LEAST_SIMILARITY) return [];
  const weight = WEIGHTS['company-name'] * similarity;
  return [agreement('company-name', weight, company.tokens.join(' '), name.tokens.join(' '))];
}

/**
 * A domain elsewhere speaks for another company, also under the same name: `contoso.de` and `contoso.com` are
 * shown as related, and somebody who knows better may give both domains to one account.
 */
function otherDomain({ emailDomain, website }: CompanyEvidence, { domains }: KnownAccount): Factor[] {
  const own = [emailDomain, website].flatMap((domain) => domain ?? []);
  const [said] = own;
  const [known] = domains;
  if (said === undefined || known === undefined || own.some((domain) => domains.includes(domain))) return [];
  return [{ kind: 'other-domain', agrees: false, weight: OTHER_DOMAIN, said, known }];
}

function countryFactors({ country }: CompanyEvidence, account: KnownAccount): Factor[] {
  if (country === null || account.country === null) return [];
  const agrees = country === account.country;
  const weight = agrees ? COUNTRY_AGREES : COUNTRY_CONTRADICTS;
  return [{ kind: 'country', agrees, weight, said: country, known: account.country }];
}

function agreement(kind: MatchSource, weight: number, said: string, known: string): Agreement {
  return { kind, agrees: true, weight, said, known };
}
