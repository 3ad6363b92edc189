import { forEachCandidate, type KeysOf } from '../candidates.js';
import { comparisons } from '../comparisons/index.js';
import type { PreparedNode } from '../prepared-node.js';
import { compare } from '../scoring.js';
import { stableNumber } from '../stable-hash.js';
import { PatternCounter, type Pattern } from './level-counts.js';

/** A way to find pairs that are often one person. */
export interface Session {
  readonly name: string;
  /** The comparisons by which the pairs are found; the others tell who of them is one person. */
  readonly heldOut: readonly string[];
  /**
   * Those that it trains, of the others and of what does not tell colleagues apart: what namesakes would agree on too,
   * pairs of one name cannot teach.
   */
  readonly trains: readonly string[];
  readonly keyOf: (node: PreparedNode) => string | null;
}

/** The one in which mailboxes of one company can be seen, since random pairs hardly ever have one employer. */
export const oneEmployer: Session = {
  name: 'same e-mail domain',
  heldOut: ['affiliation'],
  trains: ['name', 'email', 'phone', 'title'],
  keyOf: ({ features }) => features.domain,
};

export const sessions: readonly Session[] = [
  oneEmployer,
  {
    name: 'same private address of one’s own making',
    heldOut: ['email'],
    trains: ['name', 'phone', 'affiliation', 'title', 'country'],
    keyOf: ({ features: { email, domain, mailbox } }) =>
      email !== null && domain === null && !(mailbox?.isLikeName === true && mailbox.number === '')
        ? email.address
        : null,
  },
  {
    name: 'same phone',
    heldOut: ['phone', 'affiliation'],
    trains: ['name', 'email', 'affiliation', 'title', 'country'],
    keyOf: ({ person }) => person.phone?.e164 ?? null,
  },
  {
    name: 'same name and title',
    heldOut: ['name', 'title'],
    trains: ['affiliation', 'country'],
    keyOf: ({ person: { firstName, lastName, title } }) =>
      firstName && lastName && title && `${firstName.folded} ${lastName.folded} ${title}`,
  },
  {
    name: 'same name and employer',
    heldOut: ['name', 'affiliation'],
    trains: ['email', 'phone'],
    keyOf: ({ person: { firstName, lastName }, features }) => {
      const employer = features.domainLabel ?? features.websiteLabel ?? features.companyName;
      return firstName && lastName && employer && `${firstName.folded} ${lastName.folded} ${employer}`;
    },
  },
];

export function positionsOf(names: readonly string[]): readonly number[] {
  return names.map((name) => comparisons.findIndex((comparison) => comparison.name === name));
}

export function patternsOf(nodes: readonly PreparedNode[], { keyOf }: Session): readonly Pattern[] {
  const keysOf = (node: PreparedNode) => {
    const key = keyOf(node);
    return key === null ? [] : [stableNumber(key)];
  };
  return countPatterns(nodes, keysOf);
}

export function countPatterns(nodes: readonly PreparedNode[], keysOf: KeysOf): readonly Pattern[] {
  const counter = new PatternCounter();
  forEachCandidate(
    nodes,
    (later, earlier) => counter.add(compare(nodes[later] as PreparedNode, nodes[earlier] as PreparedNode)),
    keysOf,
  );
  return counter.patterns();
}
