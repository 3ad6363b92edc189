import { furthestStage, type LeadFact } from '../leads/index.js';
import { groupBy } from '../platform/group-by.js';
import type { Profile, ProfileFieldName, ProfileFields } from './profile.js';
import { candidateOf } from './survivorship/candidate.js';
import { fieldGroupOf, type SurvivorshipRules } from './survivorship/rules.js';
import { survive } from './survivorship/survive.js';

export function emptyProfile(id: string): Profile {
  return {
    id,
    version: 0,
    fields: {},
    stage: null,
    doNotContact: true,
    eventCount: 0,
    firstSeenAt: null,
    lastSeenAt: null,
    mergedInto: null,
  };
}

/**
 * Adds facts to a profile. For each field the best value by its rule survives, empty ones left out; rules order
 * candidates totally, so that the order in which facts are added does not matter and folding all of them anew
 * gives the same profile. Each fact must be added once.
 *
 * A do-not-contact lead says that another partner was asked to call. It tells about the person, but not
 * what they want from us, so it never sets the source, action, offer, campaign or description.
 */
export function fold(profile: Profile, facts: readonly LeadFact[], rules: SurvivorshipRules): Profile {
  if (facts.length === 0) return profile;
  const times = facts.map(({ receivedAt }) => receivedAt.getTime());
  return {
    ...profile,
    version: profile.version + 1,
    fields: { ...profile.fields, ...survivors(profile.fields, facts, rules) },
    stage: furthestStage([profile.stage, ...facts.map(({ stage }) => stage)]),
    doNotContact: profile.doNotContact && facts.every(isDoNotContact),
    eventCount: profile.eventCount + facts.length,
    firstSeenAt: new Date(Math.min(...times, profile.firstSeenAt?.getTime() ?? Infinity)),
    lastSeenAt: new Date(Math.max(...times, profile.lastSeenAt?.getTime() ?? -Infinity)),
  };
}

function survivors(
  known: ProfileFields,
  facts: readonly LeadFact[],
  rules: SurvivorshipRules,
): ProfileFields {
  const said = groupBy(facts.flatMap(candidates), ({ field }) => field);
  return Object.fromEntries(
    [...said].map(([field, all]) => [
      field,
      survive(
        known[field],
        all.map(({ candidate }) => candidate),
        rules[fieldGroupOf(field)],
      ),
    ]),
  );
}

function candidates(fact: LeadFact) {
  const said = Object.entries(statements(fact)) as [ProfileFieldName, string | null][];
  return said.flatMap(([field, value]) =>
    value === null || value === '' ? [] : [{ field, candidate: candidateOf(fact, value) }],
  );
}

function isDoNotContact({ stage }: LeadFact): boolean {
  return stage === 'do-not-contact';
}

function statements(fact: LeadFact): Partial<Record<ProfileFieldName, string | null>> {
  return isDoNotContact(fact) ? fact.person : { ...fact.person, ...touch(fact) };
}

function touch({
  leadSource,
  campaign,
  description,
}: LeadFact): Partial<Record<ProfileFieldName, string | null>> {
  const { publisherId, offerId, offerTitle } = leadSource;
  const offer = publisherId && offerId ? `${publisherId}.${offerId}` : (offerId ?? offerTitle);
  return {
    leadSource: leadSource.raw,
    source: leadSource.source,
    action: leadSource.action,
    offer,
    campaign: campaign && describeCampaign(campaign),
    description,
  };
}

function describeCampaign(campaign: Readonly<Record<string, string>>): string {
  return Object.entries(campaign)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}
