import { start } from './processes.js';

const ENTRY = new URL('../../src/cli.js', import.meta.url);
/** More than a measurement uses, so that no send waits for the day's budget. */
const CALLS_A_DAY = 10_000_000;

/** The Salesforce sandbox in its own process. */
export interface BenchSandbox {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  calls(): Promise<number>;
  leads(): Promise<Record<string, unknown>[]>;
  /** Puts leads there as if sales had; answers their ids. */
  typeIn(leads: readonly Record<string, unknown>[]): Promise<string[]>;
  stop(): Promise<void>;
}

export async function startSandbox(): Promise<BenchSandbox> {
  const { said, stop } = await start(
    ENTRY,
    ['sandbox'],
    { SANDBOX_PORT: '0' },
    /loginUrl +(\S+)\s+clientId +(\S+)\s+clientSecret +(\S+)/,
  );
  const [, url = '', clientId = '', clientSecret = ''] = said;
  const control = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${url}/sandbox${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok)
      throw new Error(`The sandbox answered ${response.status} to ${path}: ${await response.text()}`);
    return (await response.json()) as Answer;
  };
  await control('PUT', '/settings', { callLimit: CALLS_A_DAY });
  return {
    url,
    clientId,
    clientSecret,
    stop,
    calls: async () => (await control<{ calls: number }>('GET', '/counters')).calls,
    leads: async () =>
      (await control<{ records: Record<string, unknown>[] }>('GET', '/records/Lead')).records,
    typeIn: async (leads) => (await control<{ ids: string[] }>('POST', '/records/Lead', leads)).ids,
  };
}
