import { Registry } from 'prom-client';
import { OutboundClient } from '../../platform/http/index.js';
import {
  startDemandbaseSandbox,
  type DemandbaseFault,
  type DemandbaseFaultMatch,
  type DemandbaseSandbox,
  type DemandbaseSandboxOptions,
} from '../../sandbox/index.js';
import type {
  Budget,
  FieldValues,
  JobProgress,
  JobRecord,
  Place,
  SystemSession,
  Verdict,
  WriteOperation,
} from '../system.js';
import { freeBudget } from '../system.js';
import { demandbase } from './definition.js';

type Connection = Partial<Parameters<typeof demandbase.connect>[0]>;

/** A sandbox and a session on it that share a clock. */
export class SandboxPeer {
  readonly #http = new OutboundClient({ allowPrivateNetwork: true, registry: new Registry() });

  private constructor(readonly sandbox: DemandbaseSandbox) {}

  static async start(options: DemandbaseSandboxOptions = {}): Promise<SandboxPeer> {
    return new SandboxPeer(await startDemandbaseSandbox(options));
  }

  connect(settings: Connection = {}, budget: Budget = freeBudget): SystemSession {
    const { clientId, clientSecret } = this.sandbox.access;
    return demandbase.connect(
      {
        config: { baseUrl: this.sandbox.url, ...settings.config },
        credentials: settings.credentials ?? { clientId, clientSecret },
      },
      { http: this.#http, now: () => this.sandbox.tenant.clock.now(), budget },
    );
  }

  /** The list of that name, made as a sync would. */
  async list(session: SystemSession, name = 'Spring', object = 'account-list'): Promise<Place> {
    const target = await session.resolveTarget?.(object, { name });
    return { object, target: target ?? null };
  }

  /** A night passes, and its load is through. */
  night(): void {
    this.sandbox.tenant.tick();
    this.pass(2 * 3_600);
  }

  pass(seconds: number): void {
    this.sandbox.tenant.clock.advance(seconds);
  }

  /** Places a fault on the next call of its kind. */
  fault(match: DemandbaseFaultMatch, fault: DemandbaseFault, times = 1): void {
    this.sandbox.tenant.faults.place({ match, times, fault });
  }

  /** Ids of those who are on a list, as somebody over there sees it. */
  members(name = 'Spring', entity: 'Account' | 'Person' = 'Account'): string[] {
    const list = this.sandbox.tenant.lists.find(entity, name);
    const column = entity === 'Account' ? 'External Account ID' : 'External Person Id';
    return [...(list?.members.values() ?? [])].map(({ row }) => row[column] ?? '').toSorted();
  }

  counts() {
    return this.sandbox.tenant.counters.snapshot();
  }

  /** What became of operations that were accepted, once the jobs are through; time passes as they ask for. */
  async settled(
    session: SystemSession,
    place: Place,
    operations: readonly WriteOperation[],
    verdicts: ReadonlyMap<string, Verdict>,
  ): Promise<Map<string, Verdict>> {
    const settled = new Map(verdicts);
    for (const [job, records] of jobsOf(operations, verdicts, this.sandbox.tenant.clock.now())) {
      this.night();
      for (const [id, verdict] of (await this.collected(session, place, job, records)).verdicts)
        settled.set(id, verdict);
    }
    return settled;
  }

  /** Asks about a job until it is done, as often as it wants to be asked. */
  async collected(
    session: SystemSession,
    place: Place,
    job: string,
    records: readonly JobRecord[],
    asks = 20,
  ): Promise<JobProgress> {
    const open = new Map(records.map((record) => [record.id, record]));
    const verdicts = new Map<string, Verdict>();
    for (let ask = 0; ask < asks; ask += 1) {
      const progress = await collect(session, place, job, [...open.values()]);
      for (const [id, verdict] of progress.verdicts) {
        verdicts.set(id, verdict);
        open.delete(id);
      }
      if (progress.state === 'done') return { state: 'done', verdicts };
      this.pass(progress.askAgainAfter);
    }
    throw new Error(`The job ${job} was not done after it was asked about ${asks} times.`);
  }

  async close(): Promise<void> {
    this.#http.close();
    await this.sandbox.close();
  }
}

export async function collect(
  session: SystemSession,
  place: Place,
  job: string,
  records: readonly JobRecord[],
): Promise<JobProgress> {
  if (!session.collect) throw new Error('The session cannot collect.');
  return session.collect(place, job, records);
}

/** The operations that were accepted, as records of their jobs. */
export function jobsOf(
  operations: readonly WriteOperation[],
  verdicts: ReadonlyMap<string, Verdict>,
  acceptedAt: Date,
): Map<string, JobRecord[]> {
  const jobs = new Map<string, JobRecord[]>();
  for (const operation of operations) {
    const verdict = verdicts.get(operation.id);
    if (verdict?.verdict !== 'accepted') continue;
    const records = jobs.get(verdict.job) ?? [];
    jobs.set(verdict.job, [...records, recordOf(operation, acceptedAt)]);
  }
  return jobs;
}

function recordOf(operation: WriteOperation, acceptedAt: Date): JobRecord {
  return {
    id: operation.id,
    operation: operation.operation,
    key: operation.operation === 'create' ? operation.key : '',
    remoteId: operation.operation === 'create' ? null : operation.remoteId,
    fields: operation.operation === 'remove' ? {} : operation.fields,
    acceptedAt,
  };
}

export const keyOf = (number: number) => `0190a1b2-0000-7000-8000-${String(number).padStart(12, '0')}`;

export function company(number: number): FieldValues {
  return {
    'Account Name': `Company ${number}, Inc. "X"`,
    'Account Domain': `company${number}.example`,
    'External Account ID': keyOf(number),
  };
}

export function person(number: number): FieldValues {
  return { 'First Name': 'Ann', 'Last Name': `Lee ${number}`, Email: `ann${number}@contoso.example` };
}

export function create(number: number, fields: FieldValues = company(number)): WriteOperation {
  return { id: `record-${number}`, operation: 'create', key: keyOf(number), fields };
}

export function creates(count: number): WriteOperation[] {
  return Array.from({ length: count }, (_, number) => create(number));
}

export function remove(number: number, list = 'Spring'): WriteOperation {
  return { id: `removal-${number}`, operation: 'remove', remoteId: `${list}/${keyOf(number)}` };
}

/** The verdicts in a word each, by id. */
export function wordsOf(verdicts: ReadonlyMap<string, Verdict>): Record<string, string> {
  return Object.fromEntries([...verdicts].map(([id, verdict]) => [id, verdict.verdict]));
}
