import { randomUUID } from 'node:crypto';
import type {
  FieldValue,
  JobProgress,
  JobRecord,
  LookUpRequest,
  RemoteCandidate,
  Verdict,
} from '../system.js';
import type { LeadLookUp } from './lead-look-up.js';
import { caseless } from './objects.js';
import { inParts } from './reading.js';

const prefix = 'lost:';
/** When to look for its leads, in seconds. It may stand in Marketo's queue for long before it is imported. */
const lookAfter = [120, 300, 900] as const;
const recordsPerLookUp = 300;

/** What an import is called whose answer, and with it the name that Marketo gave it, was lost. */
export function lostImport(): Verdict {
  return { verdict: 'accepted', job: `${prefix}${randomUUID()}`, collectAfter: lookAfter[0] };
}

export function isLost(job: string): boolean {
  return job.startsWith(prefix);
}

/** Marketo tells nothing of an import without its name: its leads are looked for. Throws `SystemError`. */
export async function findLost(
  lookUp: LeadLookUp,
  records: readonly JobRecord[],
  lookupField: string,
  now: Date,
): Promise<JobProgress> {
  const age = Math.min(...records.map(({ acceptedAt }) => (now.getTime() - acceptedAt.getTime()) / 1_000));
  const next = lookAfter.find((seconds) => seconds > age);
  const verdicts = new Map<string, Verdict>();
  for (const part of inParts(records, recordsPerLookUp)) {
    const landed = await landedOf(lookUp, part, lookupField);
    for (const [id, verdict] of landed) verdicts.set(id, verdict);
    // Marketo imports a file from its top: where nobody of these is there, the others are not either.
    if (next !== undefined && landed.size === 0) break;
  }
  return next === undefined
    ? { state: 'done', verdicts }
    : { state: 'pending', askAgainAfter: Math.ceil(next - age), verdicts };
}

/** Those who stand there with all that was sent. Who stands there otherwise may have been made by somebody else. */
async function landedOf(
  lookUp: LeadLookUp,
  records: readonly JobRecord[],
  lookupField: string,
): Promise<Map<string, Verdict>> {
  const answers = await lookUp.of(records.map((record) => requestFor(record, lookupField)));
  return new Map(
    records.flatMap((record) => {
      const found = answers.get(record.id)?.candidates.find((candidate) => stands(record, candidate));
      const verdict = record.remoteId === null ? 'created' : 'updated';
      return found ? [[record.id, { verdict, remoteId: found.remoteId }]] : [];
    }),
  );
}

function requestFor({ id, remoteId, fields }: JobRecord, lookupField: string): LookUpRequest {
  const wanted = Object.keys(fields);
  if (remoteId !== null) return { id, remoteIds: [remoteId], fields: wanted };
  return { id, emails: [String(fields[lookupField] ?? '')], fields: wanted };
}

function stands({ fields }: JobRecord, found: RemoteCandidate): boolean {
  return Object.entries(fields).every(([name, sent]) => {
    const isSent = sent !== null && sent !== '';
    return !isSent || plain(found.fields[name] ?? null) === plain(sent);
  });
}

function plain(value: FieldValue): string {
  return caseless(String(value).trim());
}
