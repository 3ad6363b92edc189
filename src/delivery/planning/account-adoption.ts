import { normaliseCompany, normaliseWebsite } from '../../normalisation/index.js';
import type { RemoteCandidate } from '../../systems/index.js';
import type { DeliveredAccount } from './candidate.js';
import { adopt, byAge, create, decideOurs, type Decision, type Known } from './decision.js';

/**
 * What becomes of a company's record from what stands over there. One with a domain of the company is adopted, then
 * one of the same name of which nothing says that it is another company. Of several, the oldest.
 */
export function decideAccount(account: DeliveredAccount, known: Known): Decision {
  return decideOurs(known) ?? decideFound(account, known);
}

function decideFound(account: DeliveredAccount, known: Known): Decision {
  const own = known.answer.candidates.filter(({ object }) => object === known.object).toSorted(byAge);
  const byDomain = own.filter((candidate) => sharesDomain(account, candidate));
  const alike = byDomain.length > 0 ? byDomain : own.filter((candidate) => isNamesake(account, candidate));
  const [oldest, ...others] = alike;
  return oldest ? adopt(known, oldest, { id: account.id, kind: 'account' }, others) : create(known);
}

function sharesDomain({ domains }: DeliveredAccount, { domain }: RemoteCandidate): boolean {
  const theirs = normaliseWebsite(domain ?? null);
  return theirs !== null && domains.includes(theirs);
}

/** A namesake with a domain of its own may be a sister company, or have nothing to do with it. */
function isNamesake({ name, domains }: DeliveredAccount, candidate: RemoteCandidate): boolean {
  const contradicts = domains.length > 0 && normaliseWebsite(candidate.domain ?? null) !== null;
  const key = normaliseCompany(name)?.key;
  return !contradicts && key !== undefined && key === normaliseCompany(candidate.name ?? null)?.key;
}
