import { roleWords, madeUpDomains, madeUpWords } from '../../config/mailboxes.js';
import { mailDomain, type EmailKind } from './mail-domain.js';
import { withoutInvisible } from './text.js';

export interface NormalisedEmail {
  /** One spelling for each mailbox: lower case, domain in ASCII, without plus tag and Gmail's dots. */
  readonly address: string;
  /** Lower case and domain in ASCII, but with tag and dots: what other systems hold. */
  readonly written: string;
  /** Before the @ of `address`. */
  readonly local: string;
  /** The registrable domain: `contoso.com` of `a@mail.contoso.com`. */
  readonly domain: string;
  readonly kind: EmailKind;
  /** A mailbox of a function, not of a person: `info@`. */
  readonly role: boolean;
  /** Made up to get past a form: `test@test.com`. */
  readonly placeholder: boolean;
  /** Hides its person behind a GUID, as the marketplace does: two leads with one mask need not be one person. */
  readonly masked: boolean;
}

const SHAPE = /^[^\s@<>(),;:"\\]{1,64}@[^\s@]{1,255}$/;
/** RFC 5321 allows 254 characters; a display name may come before. */
const LONGEST = 500;
const IN_BRACKETS = /<([^<>]*)>$/;
const BEFORE = /^mailto:/;
const BEHIND = /[.,;]+$/;
const GUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|^[0-9a-f]{32}@/;
const KEYBOARD = /^(?:asdf|qwert|(.)\1{2,}$)/;
const BETWEEN_WORDS = /[._-]+|\d+$/;
const LONGEST_QUALIFIER = 2;
/** `aa@aa.com`; a Meyer at `meyer.de` is real. */
const LONGEST_MADE_UP_NAME = 3;

/** Null for what is no address. */
export function normaliseEmail(raw: string | null): NormalisedEmail | null {
  const text = tidy(raw);
  if (!SHAPE.test(text)) return null;
  const at = text.lastIndexOf('@');
  const host = mailDomain(text.slice(at + 1));
  if (host === null) return null;
  const written = text.slice(0, at);
  const local = mailbox(written, host.name);
  const address = `${local}@${host.name}`;
  return {
    address,
    written: local === written ? address : `${written}@${host.name}`,
    local,
    domain: host.domain,
    kind: host.kind,
    role: isRole(local),
    placeholder: isMadeUp(local, host.domain),
    masked: GUID.test(text),
  };
}

/** An address by which a person can be told from others; null for what is made up, masked or no address. */
export function tellingEmail(raw: string | null): NormalisedEmail | null {
  const email = normaliseEmail(raw);
  return email === null || email.placeholder || email.masked ? null : email;
}

function tidy(raw: string | null): string {
  if (raw === null || raw.length > LONGEST) return '';
  const text = withoutInvisible(raw).normalize('NFKC').trim().toLowerCase();
  return (IN_BRACKETS.exec(text)?.[1] ?? text).trim().replace(BEFORE, '').replace(BEHIND, '');
}

function mailbox(written: string, host: string): string {
  const plus = written.indexOf('+');
  const local = plus > 0 ? written.slice(0, plus) : written;
  return host === 'gmail.com' ? local.replaceAll('.', '') || local : local;
}

/** All words of a function, but for qualifiers like those of `info.de` and `sales-uk`. */
function isRole(local: string): boolean {
  const words = local.split(BETWEEN_WORDS).filter((word) => word !== '');
  return (
    words.some((word) => roleWords.has(word)) &&
    words.every((word) => roleWords.has(word) || word.length <= LONGEST_QUALIFIER)
  );
}

function isMadeUp(local: string, domain: string): boolean {
  const name = domain.slice(0, domain.indexOf('.'));
  if (madeUpDomains.has(domain) || KEYBOARD.test(local)) return true;
  return madeUpWords.has(local) || (local === name && name.length <= LONGEST_MADE_UP_NAME);
}
