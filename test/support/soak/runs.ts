import type { ApiClient } from '../api-client.js';
import type { Run } from '../scene.js';

/** How everybody came to their end. */
const ENDS = ['delivered', 'unchanged', 'accepted'] as const;
const KINDS = [...ENDS, 'held', 'rejected', 'waiting', 'unknown'] as const;

/** All runs of a sync. */
export async function runsOf(api: ApiClient, syncId: string): Promise<readonly Run[]> {
  const runs: Run[] = [];
  let cursor: string | null = null;
  do {
    const search: string = `syncId=${syncId}&limit=200${cursor ? `&cursor=${cursor}` : ''}`;
    const { body } = await api.get<{ items: Run[]; nextCursor: string | null }>(`/api/v1/runs?${search}`);
    runs.push(...body.items);
    cursor = body.nextCursor;
  } while (cursor !== null);
  return runs;
}

/** Runs that do not account for all that they received. */
export function unsound(runs: readonly Run[]): readonly Run[] {
  return runs.filter(
    (run) =>
      run.received !== sum(run, KINDS) || run.delivered !== sum(run, ['created', 'updated', 'removed']),
  );
}

/** Records that came to an end in these runs. */
export function ended(runs: readonly Run[]): number {
  return runs.reduce((total, run) => total + sum(run, ENDS), 0);
}

function sum(run: Run, names: readonly string[]): number {
  return names.reduce((total, name) => total + (run[name] ?? Number.NaN), 0);
}
