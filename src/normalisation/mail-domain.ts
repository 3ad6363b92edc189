import { domainToASCII } from 'node:url';
import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';
import { parse } from 'tldts';
import { freeMailDomains, freeMailNames } from '../../config/free-mail-domains.js';
import { remember } from './remember.js';

/** Whose domain it is: a company's, a mail provider's, or one made to be thrown away. */
export type EmailKind = 'corporate' | 'free' | 'disposable';

interface MailDomain {
  /** In lower case and ASCII. */
  readonly name: string;
  /** The registrable domain; the name itself where there is none. */
  readonly domain: string;
  readonly kind: EmailKind;
}

const COUNTRY_SUFFIX = /(?:^|\.)[a-z]{2}$/;
const disposable = disposableEmailBlocklistSet();

/** What stands behind the @; null for what is no domain. */
export const mailDomain = remember((raw: string): MailDomain | null => {
  const ascii = domainToASCII(raw).replace(/\.$/, '');
  if (!ascii.includes('.')) return null;
  const name = ascii === 'googlemail.com' ? 'gmail.com' : ascii;
  const { domain, domainWithoutSuffix, publicSuffix } = parse(name);
  const provider = COUNTRY_SUFFIX.test(publicSuffix ?? '') && freeMailNames.has(domainWithoutSuffix ?? '');
  return {
    name,
    domain: domain ?? name,
    kind: provider ? 'free' : kindOf([name, domain ?? name]),
  };
});

function kindOf(names: readonly string[]): EmailKind {
  if (names.some((name) => freeMailDomains.has(name))) return 'free';
  return names.some((name) => disposable.has(name)) ? 'disposable' : 'corporate';
}
