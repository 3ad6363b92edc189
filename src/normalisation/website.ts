import { domainToASCII } from 'node:url';
import { parse } from 'tldts';
import { sharedHosts } from '../../config/shared-hosts.js';
import { mailDomain } from './mail-domain.js';
import { said } from './not-said.js';
import { remember } from './remember.js';

const ALLOW_PRIVATE = { allowPrivateDomains: true };

/**
 * The registrable domain of a website, in ASCII and lower case (IDNA, RFC 5891): `https://www.Müller.de/kontakt`
 * is `xn--mller-kva.de`. Null for what has none and for sites on which anybody may have a page or a mailbox,
 * since those say nothing of a company.
 */
export function normaliseWebsite(raw: string | null): string | null {
  const text = said(raw);
  if (text === null || text.includes('@')) return null;
  const domain = companyDomain(parse(text.toLowerCase()).hostname ?? '');
  return domain !== null && sharedHosts.has(domain) ? null : domain;
}

/** The registrable domain of a host, unless a mail provider's customers share it. Those of a platform have their own. */
export function companyDomain(host: string): string | null {
  return remembered(host);
}

const remembered = remember((host) => {
  const { domain, isIcann, isPrivate } = parse(domainToASCII(host), ALLOW_PRIVATE);
  return domain !== null && (isIcann || isPrivate) && mailDomain(domain)?.kind !== 'free' ? domain : null;
});
