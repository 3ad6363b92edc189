import type { LeadEvent, Preview, Profile, SyncRecord } from './answers.js';
import type { Tone } from './narrator.js';
import { changesOf, type Change, type RemoteRecord } from './remote.js';
import type { PeopleTable } from './vendor.js';

/** The end of an id: the beginning of a UUIDv7 is the time, which all ids of a demo share. */
export function short(id: string): string {
  return `…${id.slice(-8)}`;
}

export function fullName({ firstName, lastName }: Pick<Profile, 'firstName' | 'lastName'>): string {
  return [firstName, lastName].filter(Boolean).join(' ') || '(no name)';
}

export function quoted(value: unknown): string {
  return value === null || value === undefined || value === '' ? '(empty)' : `"${String(value)}"`;
}

/** `AppSource · PLT · contoso.crm · stage initial-interest` */
export function readingOf({ leadSource, stage, campaign }: LeadEvent): string {
  const { source, action, publisherId, offerId, offerTitle } = leadSource;
  const id = [publisherId, offerId].filter(Boolean).join('.');
  return [
    source ?? 'unknown source',
    action ?? 'no action',
    id || (offerTitle ? `"${offerTitle}"` : 'no offer'),
    stage ? `stage ${stage}` : 'no stage',
    ...Object.entries(campaign ?? {}).map(([name, value]) => `${name}=${value}`),
  ].join(' · ');
}

export function profileLine(profile: Profile): string {
  const { id, company, stage, doNotContact, eventCount } = profile;
  const facts = [
    fullName(profile),
    company,
    `${eventCount} ${eventCount === 1 ? 'lead' : 'leads'}`,
    doNotContact ? 'do not contact' : stage && `stage ${stage}`,
  ];
  return `${short(id)}  ${facts.filter(Boolean).join(', ')}`;
}

export function intention({ action, adopts, remoteId, differences = [], hold }: Preview['samples'][number]) {
  if (hold) return `hold back, ${hold.code}`;
  if (action === 'create') return `create a Lead with ${differences.length} fields`;
  return `${adopts ? 'adopt' : 'update'} Lead ${remoteId ?? ''} and fill ${differences.length} fields`;
}

export function changeLine({ field, before, after }: Change): string {
  return `${field} ${quoted(before)} → ${quoted(after)}`;
}

/** What was done to a person's record, from how it was and is over there. */
export function deliveryOf(
  table: PeopleTable,
  { status, hold, error }: SyncRecord,
  before: RemoteRecord | undefined,
  after: RemoteRecord | undefined,
): { text: string; changes: readonly Change[]; tone: Tone } {
  const { called, id, key } = table;
  if (hold) return { text: `held, ${hold.code}: ${hold.message}`, changes: [], tone: 'held' };
  if (error) return { text: `${status}: ${error.message} ${error.advice}`, changes: [], tone: 'bad' };
  if (!after) return { text: `${status}, but no such ${called} is there`, changes: [], tone: 'bad' };
  const changes = changesOf(table, before, after);
  const record = `${called} ${shortId(after[id])}`;
  if (!before) {
    const filled = changes.filter(({ after: value }) => value !== null).length;
    return { text: `created ${record} with ${filled} fields`, changes: [], tone: 'good' };
  }
  if (!before[key])
    return { text: `adopted ${record}, nothing overwritten, blanks filled`, changes, tone: 'good' };
  if (changes.length === 0) return { text: `${record} is as it should be`, changes, tone: 'aside' };
  return { text: `updated ${record}`, changes, tone: 'good' };
}

/** A vendor's id; of a UUID its end, since a line has to hold it. */
export function shortId(id: unknown): string {
  const text = String(id);
  return text.length > 18 ? `…${text.slice(-8)}` : text;
}
