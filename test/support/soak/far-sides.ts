import type { Person } from './people.js';

interface CallFault {
  readonly match: { readonly endpoint: string };
  readonly fault: object;
}

/** What is expected of a system, how its records are read by hand, and what goes wrong there. */
export interface FarSide {
  readonly type: string;
  readonly object: string;
  readonly target?: { readonly name: string };
  /** Settings of the destination beside what its sandbox says. */
  readonly config: Readonly<Record<string, string>>;
  /** Settings of the sandbox. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Names of the fields over there. */
  readonly columns: Readonly<Partial<Record<keyof Person, string>>>;
  /** A refusal of one row that passes; null where rows are never refused one by one. */
  readonly rowFault: object | null;
  /** What strikes whole calls, in turn. */
  readonly callFaults: readonly CallFault[];
}

const on = (endpoint: string, fault: object) => ({ match: { endpoint }, fault });
const down = { kind: 'status', status: 503 };
const lost = { kind: 'drop-after-commit' };

const salesforceBusy = {
  kind: 'status',
  status: 403,
  body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'ConcurrentPerOrgLongTxn Limit exceeded.' }],
};
const dynamicsBusy = { kind: 'status', status: 429, headers: { 'Retry-After': '1' } };
const marketoRefuses = (code: string, message: string) => ({
  kind: 'status',
  status: 200,
  body: { requestId: 'soak', success: false, errors: [{ code, message }] },
});

export const farSides: readonly FarSide[] = [
  {
    type: 'salesforce',
    object: 'lead',
    config: {},
    settings: { callLimit: 1_000_000 },
    columns: {
      email: 'Email',
      firstName: 'FirstName',
      lastName: 'LastName',
      company: 'Company',
      title: 'Title',
    },
    rowFault: { kind: 'lock' },
    callFaults: [
      on('query', down),
      on('job-upload', lost),
      on('query', salesforceBusy),
      on('job-create', down),
      on('upsert', lost),
      on('job-state', down),
    ],
  },
  {
    type: 'dynamics',
    object: 'lead',
    config: {},
    settings: {},
    columns: {
      email: 'emailaddress1',
      firstName: 'firstname',
      lastName: 'lastname',
      company: 'companyname',
      title: 'jobtitle',
    },
    rowFault: { kind: 'lock' },
    callFaults: [
      on('batch', lost),
      on('batch', dynamicsBusy),
      on('query', down),
      on('batch', down),
      on('query', lost),
    ],
  },
  {
    type: 'marketo',
    object: 'lead',
    config: { keyField: 'tributaryId' },
    settings: {},
    columns: { email: 'email', firstName: 'firstName', lastName: 'lastName', title: 'title' },
    rowFault: { kind: 'row-error', code: '713', message: 'Transient Error' },
    callFaults: [
      on('leads-read', marketoRefuses('611', 'System error')),
      on('import', lost),
      on('leads-read', marketoRefuses('615', 'Concurrent access limit reached')),
      on('leads-sync', lost),
      on('import-read', down),
    ],
  },
  {
    type: 'demandbase',
    object: 'person-list',
    target: { name: 'Everybody' },
    config: { organization: 'soak' },
    settings: {},
    columns: {
      email: 'Email',
      firstName: 'First Name',
      lastName: 'Last Name',
      company: 'Account Name',
      title: 'Title',
    },
    rowFault: null,
    callFaults: [on('submit', down), on('submit', lost), on('list-jobs', down)],
  },
];
