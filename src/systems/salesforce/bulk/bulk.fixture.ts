import {
  placeOf,
  type JobRecord,
  type Place,
  type SystemSession,
  type Verdict,
  type WriteOperation,
} from '../../system.js';

export const LEADS = placeOf('lead');
/** What a value must come back as that CSV has to quote. */
export const COMPANY = 'Acme, Inc. "X"\nsecond line';

export const create = (number: number, fields: object = {}): WriteOperation => ({
  id: `id-${number}`,
  operation: 'create',
  key: `key-${number}`,
  fields: { LastName: `Doe ${number}`, Company: COMPANY, ...fields },
});
export const creates = (count: number) => Array.from({ length: count }, (_, number) => create(number));
export const update = (number: number, remoteId: string, fields: object): WriteOperation => ({
  id: `id-${number}`,
  operation: 'update',
  remoteId,
  fields: { ...fields },
});

export function jobRecord(operation: WriteOperation, acceptedAt = new Date()): JobRecord {
  return {
    id: operation.id,
    operation: operation.operation,
    key: operation.operation === 'create' ? operation.key : '',
    remoteId: operation.operation === 'create' ? null : operation.remoteId,
    fields: operation.operation === 'remove' ? {} : operation.fields,
    acceptedAt,
  };
}

export function jobsOf(verdicts: ReadonlyMap<string, Verdict>): string[] {
  const jobs = [...verdicts.values()].flatMap((each) => (each.verdict === 'accepted' ? [each.job] : []));
  return [...new Set(jobs)];
}

export const wordsOf = (verdicts: ReadonlyMap<string, Verdict>) =>
  Object.fromEntries([...verdicts].map(([id, { verdict }]) => [id, verdict]));

/** Hands records over as jobs; each must have exactly one verdict. */
export async function write(
  session: SystemSession,
  operations: readonly WriteOperation[],
  place: Place = LEADS,
): Promise<ReadonlyMap<string, Verdict>> {
  const verdicts = await session.writeJob?.(place, operations);
  expect([...(verdicts?.keys() ?? [])].toSorted()).toEqual(operations.map(({ id }) => id).toSorted());
  return verdicts ?? new Map();
}

/** Asks after the jobs until they are through, as the delivery would, and puts their verdicts in place. */
export async function settle(
  session: SystemSession,
  operations: readonly WriteOperation[],
  given: ReadonlyMap<string, Verdict>,
  place: Place = LEADS,
): Promise<ReadonlyMap<string, Verdict>> {
  const verdicts = new Map(given);
  for (const job of jobsOf(given)) {
    const inJob = operations.filter(({ id }) => {
      const verdict = given.get(id);
      return verdict?.verdict === 'accepted' && verdict.job === job;
    });
    const records = inJob.map((each) => jobRecord(each));
    for (let looks = 0, isDone = false; !isDone; looks++) {
      expect(looks).toBeLessThan(5);
      const progress = await session.collect?.(place, job, records);
      for (const [id, verdict] of progress?.verdicts ?? []) verdicts.set(id, verdict);
      isDone = progress?.state !== 'pending';
    }
  }
  return verdicts;
}

/** {@link write} and {@link settle}. */
export async function run(
  session: SystemSession,
  operations: readonly WriteOperation[],
  place: Place = LEADS,
): Promise<ReadonlyMap<string, Verdict>> {
  return settle(session, operations, await write(session, operations, place), place);
}
