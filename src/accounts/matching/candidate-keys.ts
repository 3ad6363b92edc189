import { getDomainWithoutSuffix } from 'tldts';
import type { NormalisedCompany } from '../../normalisation/index.js';
import type { CompanyEvidence, KnownAccount } from './evidence.js';
import { isNumber, tokenWeight } from './token-weight.js';

const RARE_TOKENS = 2;
const PIECE = 4;

/**
 * The keys by which an account is found. A person and their account share one of domain, whole name, one of
 * the rarest words, the beginning or end of the rarest (one slip leaves one of them whole), or the initials.
 */
export function keysOfAccount({ name, domains }: KnownAccount): string[] {
  const keys = new Set(domains.flatMap(keysOfDomain));
  if (name) {
    for (const key of keysOfName(name)) keys.add(key);
    if (name.tokens.length > 2) keys.add(`initials ${name.tokens.map((token) => token.charAt(0)).join('')}`);
  }
  return [...keys];
}

/** The keys under which to look for a person's account. */
export function keysOfPerson({ emailDomain, website, company }: CompanyEvidence): string[] {
  const domains = [emailDomain, website].flatMap((domain) => domain ?? []);
  const keys = new Set(domains.flatMap(keysOfDomain));
  if (company) {
    for (const key of keysOfName(company)) keys.add(key);
    if (company.tokens.length === 1 && company.key.length > 2) keys.add(`initials ${company.key}`);
  }
  return [...keys];
}

/** What stands before the public suffix, which the domains of one family share: `contoso.fr`, `contoso.com`. */
export function labelOf(domain: string): string {
  return (getDomainWithoutSuffix(domain) ?? domain).replaceAll('-', '');
}

function keysOfDomain(domain: string): string[] {
  return [`domain ${domain}`, `name ${labelOf(domain)}`];
}

function keysOfName({ key, tokens }: NormalisedCompany): string[] {
  const rarest = tokens
    .filter((token) => token.length > 1 && !isNumber(token))
    .toSorted((one, other) => tokenWeight(other) - tokenWeight(one));
  const [first = ''] = rarest;
  const pieces =
    first.length > PIECE ? [`begins ${first.slice(0, PIECE)}`, `ends ${first.slice(-PIECE)}`] : [];
  return [`name ${key}`, ...rarest.slice(0, RARE_TOKENS).map((token) => `word ${token}`), ...pieces];
}
