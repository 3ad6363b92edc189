import type {
  SystemError,
  Failure,
  JobProgress,
  JobRecord,
  LookUpAnswer,
  LookUpRequest,
  ObjectDescription,
  Place,
  RemoteCandidate,
  RemoteField,
  SystemDefinition,
  SystemSession,
  Verdict,
  WriteOperation,
} from '../../src/systems/index.js';

/** A record in the paper system. */
export interface PaperRecord {
  readonly id: string;
  readonly object: string;
  readonly list: string | null;
  readonly key: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly parents: Readonly<Record<string, string>>;
}

const text = (name: string): RemoteField => ({
  name,
  label: name,
  type: 'text',
  maxLength: null,
  requiredOnCreate: false,
  createable: true,
  updateable: true,
  externalId: false,
  unique: false,
  allowedValues: null,
});

const OUT_OF_OFFICE: Failure = {
  code: 'OUT',
  message: 'Nobody is in the office.',
  field: null,
  advice: 'Nothing: it is tried again by itself.',
  whoActs: 'vendor',
};

const TRY_AGAIN: Verdict = { verdict: 'retry', after: null, scope: 'record', ...OUT_OF_OFFICE };

const fields = ['Name', 'Domain', 'Email', 'Title'].map(text);

/**
 * A system that is held in memory: companies, people below companies, lists of people. It takes jobs, which end when
 * they are told to.
 */
export class PaperSystem {
  readonly records = new Map<string, PaperRecord>();
  /** What was written, in order: `create person`, `job of 3`. */
  readonly log: string[] = [];
  /** Names of companies that are refused. */
  readonly refused = new Set<string>();
  jobsEnd = false;
  /** Look-ups that are answered before one is not. */
  lookUpsLeft = Infinity;
  /** Done in the midst of the next look-up. */
  duringLookUp: (() => Promise<unknown>) | null = null;
  /** Refuses every job once it was taken. */
  jobsFail = false;
  largestWrite = 0;
  readonly job = { fromRows: 4, rows: 9 };
  private readonly jobs = new Map<string, { place: Place; operations: readonly WriteOperation[] }>();
  private numbers = 0;
  private calls = 0;

  constructor(
    private readonly type: string,
    /** The program's own, which knows no other. */
    private readonly Failed: typeof SystemError,
  ) {}

  of(object: string): PaperRecord[] {
    return [...this.records.values()].filter((record) => record.object === object);
  }

  definition(): SystemDefinition {
    return {
      type: this.type,
      title: 'Paper',
      docsUrl: 'https://paper.example',
      config: [],
      credentials: [],
      credentialSets: [[]],
      objects: {
        company: {
          name: 'company',
          title: 'Company',
          recordKind: 'account',
          defaultMapping: () => [
            { from: 'name', to: 'Name', write: 'always' },
            { from: 'domain', to: 'Domain' },
          ],
        },
        person: {
          name: 'person',
          title: 'Person',
          recordKind: 'person',
          parents: [{ object: 'company', need: 'if-synced' }],
          defaultMapping: () => [
            { from: 'email', to: 'Email' },
            { from: 'title', to: 'Title', write: 'always' },
          ],
        },
        list: {
          name: 'list',
          title: 'List',
          recordKind: 'person',
          parents: [{ object: 'person', need: 'one-of' }],
          target: { title: 'List', help: 'By name.', by: ['name'], isMade: false, isShared: false },
          defaultMapping: () => [],
        },
      },
      limits: {
        writeBatch: 3,
        lookUpBatch: 3,
        callsPerDay: 1_000_000_000,
        longestProcessingSeconds: 1,
        job: this.job,
      },
      recordUrl: (_, remoteId) => `https://paper.example/${remoteId}`,
      connect: () => this.session(),
    };
  }

  private session(): SystemSession {
    return {
      identify: async () => ({ key: `${this.type}:office`, name: 'Office' }),
      describe: async (object): Promise<ObjectDescription> => ({
        object,
        fields: new Map(fields.map((one) => [one.name, one])),
      }),
      forget: () => undefined,
      check: async () => [],
      resolveTarget: async (_, { name = '' }) => ({ id: `list:${name}`, name }),
      lookUp: async (place, requests) => {
        const { duringLookUp } = this;
        this.duringLookUp = null;
        await duringLookUp?.();
        return this.lookUp(place, requests);
      },
      write: async (place, operations) => {
        this.calls += 1;
        this.largestWrite = Math.max(this.largestWrite, operations.length);
        return new Map(operations.map((one) => [one.id, this.write(place, one)]));
      },
      writeJob: async (place, operations) => {
        this.calls += 1;
        this.numbers += 1;
        const job = `job-${this.numbers}`;
        this.jobs.set(job, { place, operations });
        this.log.push(`job of ${operations.length}`);
        return new Map(operations.map(({ id }) => [id, { verdict: 'accepted', job, collectAfter: 30 }]));
      },
      collect: async (_, job, records) => this.collect(job, records),
      usage: () => ({ calls: this.calls, reported: null }),
    };
  }

  private lookUp(place: Place, requests: readonly LookUpRequest[]): ReadonlyMap<string, LookUpAnswer> {
    this.calls += 1;
    this.lookUpsLeft -= 1;
    if (this.lookUpsLeft === -1) throw new this.Failed('unavailable', OUT_OF_OFFICE);
    return new Map(
      requests.map((request) => {
        const candidates = [...this.records.values()]
          .filter((record) => isWanted(record, request, place))
          .map(shown);
        return [request.id, { candidates, missing: [] }];
      }),
    );
  }

  private write(place: Place, operation: WriteOperation): Verdict {
    this.log.push(`${operation.operation} ${place.object}`);
    if (operation.operation === 'remove') {
      this.records.delete(operation.remoteId);
      return { verdict: 'removed' };
    }
    if (this.refused.has(String(operation.fields.Name))) {
      const failure = { code: 'NO', message: 'That name is refused.', field: 'Name', advice: 'Rename it.' };
      return { verdict: 'rejected', ...failure, whoActs: 'sales-ops' };
    }
    if (operation.operation === 'update') {
      const before = this.records.get(operation.remoteId);
      if (before)
        this.records.set(before.id, { ...before, fields: { ...before.fields, ...operation.fields } });
      return { verdict: 'updated', remoteId: operation.remoteId };
    }
    this.numbers += 1;
    const id = `${place.object}-${this.numbers}`;
    const { key, parents = {} } = operation;
    const list = place.target?.id ?? null;
    this.records.set(id, { id, object: place.object, list, key, fields: operation.fields, parents });
    return { verdict: 'created', remoteId: id };
  }

  private collect(job: string, records: readonly JobRecord[]): JobProgress {
    this.calls += 1;
    const { place, operations = [] } = this.jobs.get(job) ?? {};
    if (!this.jobsEnd || !place) return { state: 'pending', askAgainAfter: 30, verdicts: new Map() };
    const asked = new Set(records.map(({ id }) => id));
    const verdicts = operations
      .filter(({ id }) => asked.has(id))
      .map((one) => [one.id, this.jobsFail ? TRY_AGAIN : this.write(place, one)] as const);
    return { state: 'done', verdicts: new Map(verdicts) };
  }
}

function isWanted(record: PaperRecord, request: LookUpRequest, { object, target }: Place): boolean {
  const { key, remoteIds = [], emails = [], domains = [], parents = {} } = request;
  if (record.object !== object && !(object === 'list' && record.object === 'person')) return false;
  if (record.object === 'list' && record.list !== target?.id) return false;
  return (
    record.key === key ||
    remoteIds.includes(record.id) ||
    emails.includes(String(record.fields.Email)) ||
    domains.includes(String(record.fields.Domain)) ||
    (record.object === 'list' && parents.person !== undefined && record.parents.person === parents.person)
  );
}

function shown({ id, object, key, fields: values }: PaperRecord): RemoteCandidate {
  return {
    remoteId: id,
    object,
    key,
    email: typeof values.Email === 'string' ? values.Email : null,
    firstName: null,
    lastName: null,
    name: typeof values.Name === 'string' ? values.Name : null,
    domain: typeof values.Domain === 'string' ? values.Domain : null,
    createdAt: new Date('2026-01-01'),
    converted: false,
    convertedTo: null,
    fields: values as RemoteCandidate['fields'],
    url: `https://paper.example/${id}`,
  };
}
