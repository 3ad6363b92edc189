import type { ApiClient } from '../api-client.js';
import { waitFor } from '../wait-for.js';

const OPEN_STATUSES = ['due', 'sending', 'waiting', 'unknown', 'accepted'] as const;

/** Names what is still under way for a sync and its workspace; null when everything has come to its end. */
export async function whatIsOpen(
  api: ApiClient,
  syncId: string,
  statuses: readonly string[] = OPEN_STATUSES,
): Promise<string | null> {
  if (await any(api, '/api/v1/lead-events?status=received')) return 'leads that were not read';
  for (const status of statuses) {
    if (await any(api, `/api/v1/syncs/${syncId}/records?status=${status}`))
      return `records that are ${status}`;
  }
  const runs = await api.get<{ items: { endedAt: string | null }[] }>(
    `/api/v1/runs?syncId=${syncId}&limit=200`,
  );
  return runs.body.items.some(({ endedAt }) => endedAt === null) ? 'a run that has not ended' : null;
}

/**
 * Waits until nothing is under way. By default so long as a dead sender's lease (30 s), the look-up of what
 * it had in hand and a few tries may take.
 */
export async function settle(
  workspaces: readonly { readonly api: ApiClient; readonly syncId: string }[],
  within = 150_000,
): Promise<void> {
  let open: string | null = null;
  try {
    await waitFor(
      async () => {
        for (const { api, syncId } of workspaces) {
          open = await whatIsOpen(api, syncId);
          if (open) return false;
        }
        return true;
      },
      { within, every: 300 },
    );
  } catch (cause) {
    throw new Error(`After ${within} ms there are still ${open}.`, { cause });
  }
}

async function any(api: ApiClient, path: string): Promise<boolean> {
  const { status, body } = await api.get<{ items: unknown[] }>(
    `${path}${path.includes('?') ? '&' : '?'}limit=1`,
  );
  if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
  return body.items.length > 0;
}
