import { AsyncLocalStorage } from 'node:async_hooks';

const spenders = new AsyncLocalStorage<string>();

/** Calls that the work makes are counted as this sync's. */
export function onBehalfOf<T>(syncId: string, work: () => Promise<T>): Promise<T> {
  return spenders.run(syncId, work);
}

/** The sync on whose behalf calls are made now; empty for checks and questions of people. */
export function currentSpender(): string {
  return spenders.getStore() ?? '';
}
