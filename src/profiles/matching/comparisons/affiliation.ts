import type { NodeFeatures, PreparedNode } from '../prepared-node.js';
import { canBeSlip, isSlip } from '../similarity.js';
import type { Comparison, Employer } from './comparison.js';

const SAME = 3;
const SHORT = 2;
const SIMILAR = 1;
const OTHER = 0;

/** For whom both work, by name, website and e-mail domain: never the mailbox, which is compared by itself. */
export const affiliation: Comparison = {
  name: 'affiliation',
  levels: [
    { label: 'same e-mail domain', needs: 'likeness', m: 0.35, u: 0.0005, beyondName: 'for' },
    {
      label: 'same e-mail domain, other company name',
      needs: 'likeness',
      m: 0.02,
      u: 0.0001,
      beyondName: 'for',
    },
    { label: 'same company by name', needs: 'likeness', m: 0.25, u: 0.0005 },
    { label: 'company by domain or website', needs: 'likeness', m: 0.1, u: 0.0005 },
    { label: 'company by a slip or a short form', needs: 'likeness', m: 0.09, u: 0.001 },
    { label: 'company names with one first word', needs: 'likeness', m: 0.01, u: 0.002 },
    { label: 'two e-mail domains, same company', needs: 'likeness', m: 0.02, u: 0.0005 },
    { label: 'two e-mail domains', m: 0.08, u: 0.5, beyondName: 'against' },
    { label: 'other company', m: 0.08, u: 0.4964, beyondName: 'against' },
  ],
  compare(a, b) {
    const similarity = similarityOfNames(a, b);
    const [one, other] = [a.features.domain, b.features.domain];
    if (one !== null && one === other && isEmployers(a, b, similarity)) return similarity === OTHER ? 2 : 1;
    const agree = similarity === SAME || shareLabel(a, b);
    if (one !== null && other !== null && one !== other) return agree ? 7 : 8;
    if (similarity === SAME) return 3;
    if (agree) return 4;
    if (similarity === SHORT || isShortLabel(a, b)) return 5;
    if (similarity === SIMILAR) return 6;
    return labelsOf(a, b).length > 0 && labelsOf(b, a).length > 0 ? 9 : 0;
  },
  describe: ({ features, person }) => person.company?.core ?? person.website ?? features.domain,
};

/** Whether their one domain is a company's: one by which neither of two companies is called only carries their mail. */
function isEmployers(a: PreparedNode, b: PreparedNode, similarity: number | null): boolean {
  const label = a.features.domainLabel ?? '';
  return similarity !== OTHER || isCalled(a, label) || isCalled(b, label);
}

function isCalled({ features: { companyName, websiteLabel } }: PreparedNode, label: string): boolean {
  if (companyName === null || websiteLabel === label) return true;
  return companyName.startsWith(label.slice(0, 3)) || label.startsWith(companyName.slice(0, 3));
}

/** What a level of the affiliation says for the other comparisons, most of which depend on it. */
export function employerAt(level: number): Employer {
  if (level === 1 || level === 2) return 'same domain';
  return level === 3 || level === 4 || level === 7 ? 'same' : 'unknown';
}

/** Without the domain of the e-mail where both have it: that is compared by itself. */
function labelsOf({ features }: PreparedNode, other: PreparedNode): readonly string[] {
  return features.domain === other.features.domain ? features.labelsBesideDomain : features.labels;
}

function shareLabel(a: PreparedNode, b: PreparedNode): boolean {
  const labels = labelsOf(b, a);
  for (const label of labelsOf(a, b)) if (labels.includes(label)) return true;
  return false;
}

/** `silver` of `silverretail`: companies are often called by the first word of their name. */
function isShortLabel(a: PreparedNode, b: PreparedNode): boolean {
  const labels = labelsOf(b, a);
  for (const one of labelsOf(a, b)) for (const other of labels) if (isBeginning(one, other)) return true;
  return isFirstWord(a, b) || isFirstWord(b, a);
}

/** Shorter forms are those of too many. */
export const LETTERS_OF_SHORT_FORM = 4;

function isBeginning(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= LETTERS_OF_SHORT_FORM && long.startsWith(short);
}

function isFirstWord(of: PreparedNode, labelled: PreparedNode): boolean {
  const first = wordsOf(of)[0];
  return (
    first !== undefined &&
    (first === labelled.features.domainLabel || first === labelled.features.websiteLabel)
  );
}

/** Null where one is not known. */
function similarityOfNames(a: PreparedNode, b: PreparedNode): number | null {
  const [one, other] = [a.features.companyName, b.features.companyName];
  if (one === null || other === null) return null;
  if (!canBeSimilar(a.features, b.features)) return OTHER;
  if (one === other) return SAME;
  const wordsA = wordsOf(a);
  const wordsB = wordsOf(b);
  if (isSlip(one, other) || isShortForm(wordsA, wordsB) || isShortForm(wordsB, wordsA)) return SHORT;
  const first = wordsA[0] ?? '';
  const second = wordsB[0] ?? '';
  return first === second || isSlip(first, second) ? SIMILAR : OTHER;
}

/** Most pairs are ruled out by this alone. */
function canBeSimilar(a: NodeFeatures, b: NodeFeatures): boolean {
  return canBeSlip(a.companyLetters, b.companyLetters) || canBeSlip(a.firstWordLetters, b.firstWordLetters);
}

/** `first` of `first media`. */
function isShortForm(short: readonly string[], long: readonly string[]): boolean {
  if (short.length >= long.length) return false;
  for (let place = 0; place < short.length; place += 1) if (short[place] !== long[place]) return false;
  return true;
}

const NO_WORDS: readonly string[] = [];

function wordsOf({ person }: PreparedNode): readonly string[] {
  return person.company?.tokens ?? NO_WORDS;
}
