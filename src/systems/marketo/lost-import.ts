import { randomUUID } from 'node:crypto';
import type { FieldValue, JobProgress, JobRecord, RemoteCandidate, Verdict } from '../system.js';
import { requestFor, type LeadLookUp } from './lead-look-up.js';
import { limits } from './limits.js';
import { caseless } from './objects.js';
import { partByPart } from './part-by-part.js';

const prefix = 'lost:';
/** When to look for its leads, in seconds. It may stand in Marketo's queue for long before it is imported. */
const lookAfter = [120, 300, 900] as const;

export interface Search {
  readonly lookUp: LeadLookUp;
  readonly lookupField: string;
  readonly now: Date;
  readonly missing: Verdict;
}

/** What an import is called whose answer, and with it the name that Marketo gave it, was lost. */
export function lostImport(): Verdict {
  return { verdict: 'accepted', job: `${prefix}${randomUUID()}`, collectAfter: lookAfter[0] };
}

export function isLost(job: string): boolean {
  return job.startsWith(prefix);
}

/**
 * Marketo tells nothing of an import without its name: its leads are looked for. Those who are not there in the end are
 * `missing`. Throws `SystemError`.
 */
export async function findLost(
  { lookUp, lookupField, now, missing }: Search,
  records: readonly JobRecord[],
): Promise<JobProgress> {
  const age = Math.min(...records.map(({ acceptedAt }) => (now.getTime() - acceptedAt.getTime()) / 1_000));
  const next = lookAfter.find((seconds) => seconds > age);
  let isAnybodyThere = true;
  const found = await partByPart(inSamples(records), async (part) => {
    // Where nobody of a sample is there, it was not imported yet, and the others are not asked about.
    if (next !== undefined && !isAnybodyThere) return new Map();
    const landed = await landedOf(lookUp, part, lookupField);
    isAnybodyThere = landed.size > 0;
    return next === undefined ? new Map(part.map(({ id }) => [id, landed.get(id) ?? missing])) : landed;
  });
  if (next === undefined || found.state === 'pending') return found;
  return { state: 'pending', askAgainAfter: Math.ceil(next - age), verdicts: found.verdicts };
}

/** In an order in which each part holds some of all: who was refused may stand beside each other. */
function inSamples(records: readonly JobRecord[]): JobRecord[] {
  const parts = Math.ceil(records.length / limits.lookUpBatch);
  return Array.from({ length: parts }, (_, part) =>
    records.filter((_record, index) => index % parts === part),
  ).flat();
}

/** Those who stand there with all that was sent. Who stands there otherwise may have been made by somebody else. */
async function landedOf(
  lookUp: LeadLookUp,
  records: readonly JobRecord[],
  lookupField: string,
): Promise<Map<string, Verdict>> {
  const answers = await lookUp.of(
    records.map((record) => requestFor(record, lookupField, Object.keys(record.fields))),
  );
  return new Map(
    records.flatMap((record) => {
      const found = answers.get(record.id)?.candidates.find((candidate) => stands(record, candidate));
      const verdict = record.remoteId === null ? 'created' : 'updated';
      return found ? [[record.id, { verdict, remoteId: found.remoteId }]] : [];
    }),
  );
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
