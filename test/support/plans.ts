import { strict as assert } from 'node:assert';
import type { Run, Scene } from './scene.js';
import { waitFor } from './wait-for.js';

export interface Plan {
  readonly id: string;
  readonly status: string;
  readonly hash: string | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly cost: { readonly apiCalls: Readonly<Record<string, number>>; readonly seconds: number } | null;
  readonly revertsRunId: string | null;
  readonly runId: string | null;
  readonly progress: object | null;
}

export interface PlanRecord {
  readonly recordId: string | null;
  readonly profileId: string;
  readonly action: string;
  readonly remoteId: string | null;
  readonly differences: readonly { field: string; before: unknown; after: unknown }[];
  readonly hold: { readonly code: string; readonly message: string } | null;
  readonly error: { readonly code: string } | null;
  readonly outcome: string | null;
  readonly drift: {
    readonly now: { readonly action: string; readonly differences: readonly object[] };
  } | null;
}

/** Makes a plan of a scene's sync, or of the way back from a run, and waits until it is ready. */
export async function makePlan(scene: Scene, body: object = {}): Promise<Plan> {
  return ready(scene, `/api/v1/syncs/${scene.syncId}/plans`, body);
}

export async function makeRevert(scene: Scene, runId: string): Promise<Plan> {
  return ready(scene, `/api/v1/runs/${runId}/revert`);
}

async function ready(scene: Scene, path: string, body?: object): Promise<Plan> {
  const { status, body: started } = await scene.api.post<{ planId: string }>(path, body);
  assert.equal(status, 202, JSON.stringify(started));
  return waitFor(
    async () => {
      const plan = await readPlan(scene, started.planId);
      return plan.status !== 'planning' && plan;
    },
    { what: 'the plan to be ready' },
  );
}

export async function readPlan(scene: Scene, id: string): Promise<Plan> {
  return (await scene.api.get<Plan>(`/api/v1/plans/${id}`)).body;
}

export async function planRecords(
  scene: Scene,
  { id }: Plan,
  action?: string,
): Promise<readonly PlanRecord[]> {
  const search = action === undefined ? '' : `?action=${action}`;
  return (await scene.api.get<{ items: PlanRecord[] }>(`/api/v1/plans/${id}/records${search}`)).body.items;
}

/** Applies a plan and waits for the end of its run. */
export async function applyPlan(scene: Scene, { id, hash }: Plan): Promise<Run> {
  const { status, body } = await scene.api.post<{ runId: string }>(`/api/v1/plans/${id}/apply`, { hash });
  assert.equal(status, 202, JSON.stringify(body));
  return ended(scene, body.runId);
}

export function ended(scene: Scene, runId: string): Promise<Run> {
  return waitFor(
    async () => {
      const run = await scene.run(runId);
      return run.endedAt !== null && run;
    },
    { what: `the run ${runId} to end` },
  );
}
