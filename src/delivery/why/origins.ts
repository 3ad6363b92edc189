import {
  profileFieldNames,
  type ProfileFieldName,
  type ProfileFields,
  type ShownProfileDetail,
} from '../../profiles/index.js';
import type { RecordFields } from '../mapping/record.js';
import type { Origin, SaidBy } from './explain.js';

type Stated = NonNullable<ProfileFields[ProfileFieldName]>;

/** A record as it is known now, and the leads that said so of a person. */
export interface KnownRecord {
  readonly values: RecordFields;
  /** Null where the record is a company's. */
  readonly profile: ShownProfileDetail | null;
  readonly leads: ReadonlyMap<string, SaidBy>;
}

/** Fields of a record that are read out of one that leads say. */
const readOut: Readonly<Record<string, { readonly step: string; readonly from: ProfileFieldName }>> = {
  corporateDomain: { step: 'the domain of a business address', from: 'email' },
  emailLocalPart: { step: 'the part before the @', from: 'email' },
};

/** The leads that said what a person's fields hold. */
export function eventsOf({ fields }: Pick<ShownProfileDetail, 'fields'>): string[] {
  return [...new Set(Object.values(fields).flatMap(({ eventId }) => eventId ?? []))];
}

/** Where a field of a record comes from. */
export function originOf({ values, profile, leads }: KnownRecord, field: string): Origin {
  const unsaid = { field, rule: null, lockedBy: null, follows: null, said: null, over: [] };
  if (!profile) return { ...unsaid, value: textOf(values[field]) };
  const stated = isStated(field) ? profile.fields[field] : undefined;
  if (stated) return { ...unsaid, ...asStated(stated, leads) };
  const enriched = profile.enriched[field];
  if (enriched) {
    const follows =
      'step' in enriched
        ? { step: enriched.step, from: enriched.source }
        : { step: 'another service was asked', from: enriched.enricher };
    return { ...unsaid, value: enriched.value, follows };
  }
  const follows = readOut[field];
  const source = follows && profile.fields[follows.from];
  if (source) return { ...unsaid, value: source.value, follows, said: saidBy(source, leads) };
  return { ...unsaid, value: textOf(values[field]) };
}

function isStated(field: string): field is ProfileFieldName {
  return (profileFieldNames as readonly string[]).includes(field);
}

function asStated(stated: Stated, leads: KnownRecord['leads']) {
  return {
    value: stated.value,
    rule: stated.rule,
    lockedBy: stated.rule === 'manual-lock' ? stated.lockedBy : null,
    said: saidBy(stated, leads),
    over: stated.over.map(({ value, eventId, at }) => ({ value, eventId, at })),
  };
}

function saidBy({ eventId }: Stated, leads: KnownRecord['leads']): SaidBy | null {
  return eventId === null ? null : (leads.get(eventId) ?? null);
}

function textOf(value: RecordFields[string] | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
