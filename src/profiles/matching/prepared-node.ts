import { getDomainWithoutSuffix } from 'tldts';
import type { NormalisedEmail, NormalisedPerson } from '../../normalisation/index.js';
import type { MatchNode } from './match-node.js';
import { isSlip, lettersOf } from './similarity.js';

/** A node with what comparing needs, worked out once instead of once a pair. Make it with `prepareNode`. */
export interface PreparedNode extends MatchNode {
  readonly features: NodeFeatures;
}

export interface NodeFeatures {
  /** The e-mail address where it can stand for a person; null for placeholders and masks. */
  readonly email: NormalisedEmail | null;
  readonly mailbox: Mailbox | null;
  /** The registrable domain of the employer by e-mail; null for mail providers. */
  readonly domain: string | null;
  /** What the employer is called, without spaces: by its domain, its website, its name. */
  readonly domainLabel: string | null;
  readonly websiteLabel: string | null;
  readonly companyName: string | null;
  /** The letters of that and of its first word, by `lettersOf`. */
  readonly companyLetters: number;
  readonly firstWordLetters: number;
  /** All of what the employer is called, and the same without the domain of the e-mail. */
  readonly labels: readonly string[];
  readonly labelsBesideDomain: readonly string[];
  /** Whether the e-mail address is not the employer's, as far as the names of both tell. */
  readonly isForeign: boolean;
}

/** `anna.berg2` is the stem `annaberg` with the number 2. */
export interface Mailbox {
  readonly stem: string;
  readonly number: string;
  /** All digits of the local part. */
  readonly digits: string;
  /** The first name that stands in it beside the last name: `peggy` of `peggy.berg`. */
  readonly firstName: string | null;
  /** Made from the person's name alone but for the number, so that a namesake may well have the same. */
  readonly spellsName: boolean;
  /** The same, also where the name or the mailbox is written with a slip: `annabegr` of Anna Berg. */
  readonly isLikeName: boolean;
}

/** Of shorter names a slip makes another name. */
const LETTERS_OF_NAME = 7;

export function prepareNode(node: MatchNode): PreparedNode {
  return { ...node, features: featuresOf(node.person) };
}

function featuresOf(person: NormalisedPerson): NodeFeatures {
  const email = person.email && !person.email.placeholder && !person.email.masked ? person.email : null;
  const domain = email?.kind === 'corporate' ? email.domain : null;
  const domainLabel = domain && labelOf(domain);
  const websiteLabel = person.website && labelOf(person.website);
  const companyName = person.company && person.company.core.replaceAll(' ', '');
  const labelsBesideDomain = [websiteLabel, companyName].filter((label) => label !== null);
  return {
    email,
    mailbox: email && mailboxOf(email.local, person),
    domain,
    domainLabel,
    websiteLabel,
    companyName,
    companyLetters: lettersOf(companyName ?? ''),
    firstWordLetters: lettersOf(person.company?.tokens[0] ?? ''),
    labels: domainLabel === null ? labelsBesideDomain : [domainLabel, ...labelsBesideDomain],
    labelsBesideDomain,
    isForeign: domainLabel === null || isForeign(domainLabel, websiteLabel, person.company?.tokens ?? []),
  };
}

function isForeign(domainLabel: string, websiteLabel: string | null, words: readonly string[]): boolean {
  const initials = words.map((word) => word.charAt(0)).join('');
  if (words.length === 0 || domainLabel === websiteLabel || domainLabel.startsWith(initials)) return false;
  return !words.some((word) => domainLabel.includes(word.slice(0, 3)));
}

function mailboxOf(local: string, person: NormalisedPerson): Mailbox {
  const plain = local.replace(/[^\p{L}\p{N}]/gu, '');
  const stem = plain.replace(/\d+$/, '');
  const isNames = spellsName(stem, person);
  return {
    stem,
    number: plain.slice(stem.length),
    digits: local.replace(/\D/g, ''),
    firstName: firstNameIn(stem, person),
    spellsName: isNames,
    isLikeName: isNames || isLikeName(stem, person),
  };
}

function isLikeName(stem: string, { firstName, lastName }: NormalisedPerson): boolean {
  if (firstName === null || lastName === null || stem.length < LETTERS_OF_NAME) return false;
  const last = withoutUmlauts(lastName.folded);
  if (firstName.initial) {
    return stem.startsWith(firstName.folded) ? stem.endsWith(last) : stem === last + firstName.folded;
  }
  return [firstName.folded, ...firstName.nicknameSets]
    .map(withoutUmlauts)
    .some((first) => isSlip(stem, first + last) || isSlip(stem, last + first));
}

/** Whether a mailbox is what mail systems and people make of a name: `annaberg`, `aberg`, `bergann`, `anna`. */
function spellsName(stem: string, { firstName, lastName }: NormalisedPerson): boolean {
  const written = withoutUmlauts(stem);
  const firsts = firstName === null ? [] : [firstName.folded, ...firstName.nicknameSets];
  const last = lastName?.folded ?? '';
  return (
    written === withoutUmlauts(last) ||
    firsts.some(
      (first) =>
        written === withoutUmlauts(first) ||
        isEitherWay(written, first, last) ||
        isEitherWay(written, first.charAt(0), last) ||
        isEitherWay(written, first, last.charAt(0)),
    )
  );
}

function isEitherWay(written: string, one: string, other: string): boolean {
  return written === withoutUmlauts(one + other) || written === withoutUmlauts(other + one);
}

function firstNameIn(stem: string, { lastName }: NormalisedPerson): string | null {
  if (lastName === null || lastName.initial) return null;
  const [written, last] = [withoutUmlauts(stem), withoutUmlauts(lastName.folded)];
  const rest = written.endsWith(last)
    ? written.slice(0, -last.length)
    : written.startsWith(last)
      ? written.slice(last.length)
      : '';
  return rest.length >= 3 ? rest : null;
}

const UMLAUT_OR_SPACE = /[aou]e| /;

/** One spelling of `müller`, `mueller` and `muller`, without spaces. */
export function withoutUmlauts(name: string): string {
  return UMLAUT_OR_SPACE.test(name) ? name.replaceAll(' ', '').replace(/([aou])e/g, '$1') : name;
}

const labels = new Map<string, string>();
const LABELS_KEPT = 200_000;

function labelOf(domain: string): string {
  const known = labels.get(domain);
  if (known !== undefined) return known;
  const label = withoutUmlauts((getDomainWithoutSuffix(domain) ?? domain).replaceAll('-', ''));
  if (labels.size >= LABELS_KEPT) labels.clear();
  labels.set(domain, label);
  return label;
}
