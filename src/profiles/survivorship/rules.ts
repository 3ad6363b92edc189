import type { ProfileFieldName } from '../profile.js';
import type { Candidate } from './candidate.js';

export const ruleNames = ['most-recent', 'longest-standing', 'most-complete', 'source-priority'] as const;
export type RuleName = (typeof ruleNames)[number];

/** How one of several values is chosen. `sources` are ids, the most trusted first; only source priority has them. */
export type SurvivorshipRule =
  | { readonly rule: Exclude<RuleName, 'source-priority'> }
  | { readonly rule: 'source-priority'; readonly sources: readonly string[] };

/**
 * Fields that share a rule. What belongs together does, so that both names are taken from one lead wherever it
 * says both: a first name of one lead with the last name of another may be nobody's.
 */
export const fieldGroups = {
  name: ['firstName', 'lastName'],
  email: ['email'],
  phone: ['phone'],
  country: ['country'],
  company: ['company'],
  title: ['title'],
  website: ['website'],
  origin: ['leadSource', 'source', 'action', 'offer', 'campaign'],
  description: ['description'],
} as const satisfies Readonly<Record<string, readonly ProfileFieldName[]>>;

export type FieldGroup = keyof typeof fieldGroups;
export const fieldGroupNames = Object.keys(fieldGroups) as readonly FieldGroup[];

export type SurvivorshipRules = Readonly<Record<FieldGroup, SurvivorshipRule>>;

const mostRecent: SurvivorshipRule = { rule: 'most-recent' };

export const defaultRules: SurvivorshipRules = {
  name: mostRecent,
  email: mostRecent,
  phone: mostRecent,
  country: mostRecent,
  company: mostRecent,
  title: mostRecent,
  website: mostRecent,
  origin: mostRecent,
  description: mostRecent,
};

const groupOf = new Map<ProfileFieldName, FieldGroup>(
  fieldGroupNames.flatMap((group) => fieldGroups[group].map((field) => [field, group] as const)),
);

/** The group of a field. */
export function fieldGroupOf(field: ProfileFieldName): FieldGroup {
  const group = groupOf.get(field);
  if (group === undefined) throw new Error(`The field ${field} is in no group of fields.`);
  return group;
}

/** Negative where the first candidate wins over the second. */
export type Order = (one: Candidate, other: Candidate) => number;

/** The total order of a rule: events are told apart by their ids at last, so that nothing depends on what came first. */
export function orderOf(rule: SurvivorshipRule): Order {
  switch (rule.rule) {
    case 'most-recent':
      return byRecency;
    case 'longest-standing':
      return (one, other) => byRecency(other, one);
    case 'most-complete':
      return (one, other) => other.completeness - one.completeness || byRecency(one, other);
    case 'source-priority': {
      const ranks = new Map(rule.sources.map((id, rank) => [id, rank]));
      const rankOf = ({ sourceId }: Candidate) => ranks.get(sourceId) ?? rule.sources.length;
      return (one, other) => rankOf(one) - rankOf(other) || byRecency(one, other);
    }
  }
}

function byRecency(one: Candidate, other: Candidate): number {
  return compare(other.at, one.at) || compare(other.eventId, one.eventId);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
