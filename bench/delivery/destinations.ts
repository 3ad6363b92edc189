/** What is filled at a system, and what its sandbox must allow so that the day's budget is no part of the measure. */
export interface Filled {
  readonly type: string;
  readonly object: string;
  readonly target?: { readonly name: string };
  /** Settings of the destination beside what the sandbox says. */
  readonly config: Readonly<Record<string, string>>;
  readonly sandbox: Readonly<Record<string, unknown>>;
}

const CALLS_A_DAY = 10_000_000;

export const destinations: readonly Filled[] = [
  { type: 'salesforce', object: 'lead', config: {}, sandbox: { callLimit: CALLS_A_DAY } },
  { type: 'dynamics', object: 'lead', config: {}, sandbox: {} },
  {
    type: 'marketo',
    object: 'lead',
    config: { keyField: 'tributaryId' },
    sandbox: { callLimit: CALLS_A_DAY },
  },
  {
    type: 'demandbase',
    object: 'person-list',
    target: { name: 'Everybody' },
    config: { organization: 'bench' },
    sandbox: {},
  },
];

export function destinationNamed(type: string): Filled {
  const found = destinations.find((one) => one.type === type);
  if (found) return found;
  throw new Error(`--destination must be one of ${destinations.map((one) => one.type).join(', ')}.`);
}
