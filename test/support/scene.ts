import { strict as assert } from 'node:assert';
import { setTimeout as pause } from 'node:timers/promises';
import {
  startSalesforceSandbox,
  type CounterSnapshot,
  type FaultOrder,
  type OrgSettings,
  type SalesforceSandbox,
  type SalesforceSandboxOptions,
} from '../../src/sandbox/index.js';
import type { ApiClient } from './api-client.js';
import type { TestService } from './service.js';
import { makeDestination, makeSource, makeSync, marketplaceLead } from './set-up.js';
import { waitFor } from './wait-for.js';

/** A record over there. */
export type Lead = Readonly<Record<string, unknown>>;

/** A record of a sync, as the API shows it. */
export interface SyncRecord {
  readonly recordId: string;
  readonly profileId: string;
  readonly status: string;
  readonly remoteId: string | null;
  readonly attempts: number;
  readonly hold: { readonly code: string; readonly message: string } | null;
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly field: string | null;
    readonly advice: string;
  } | null;
}

export type Run = Readonly<Record<string, number>> & {
  readonly id: string;
  readonly status: string;
  readonly trigger: string;
  readonly message: string | null;
  readonly endedAt: string | null;
};

export interface SceneOptions {
  readonly sandbox?: SalesforceSandboxOptions;
  readonly config?: Readonly<Record<string, unknown>>;
  /** False makes none. */
  readonly sync?: Readonly<Record<string, unknown>> | false;
}

/** Many scenes may be played at once: asking as often as one alone would keep the service busy with that. */
const EVERY_MS = 200;

let scenes = 0;

/** A workspace of its own with a source, and a Salesforce organisation of its own with a sync to it. */
export class Scene {
  destinationId = '';
  syncId = '';

  private constructor(
    readonly api: ApiClient,
    readonly sandbox: SalesforceSandbox,
    private readonly intakePath: string,
  ) {}

  static async open(service: TestService, { sandbox, config, sync }: SceneOptions = {}): Promise<Scene> {
    scenes += 1;
    const number = scenes;
    const org = await startSalesforceSandbox({ organisation: number, ...sandbox });
    try {
      const { status, body } = await service.api.post<{ adminKey: string }>('/api/v1/workspaces', {
        name: `Scene ${number}`,
      });
      assert.equal(status, 201);
      const api = service.api.withKey(body.adminKey);
      const scene = new Scene(api, org, (await makeSource(api)).intakePath);
      scene.destinationId = await makeDestination(api, org, 'Salesforce', config);
      if (sync !== false) scene.syncId = (await makeSync(api, scene.destinationId, sync)).id;
      return scene;
    } catch (error) {
      await org.close();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.sandbox.close();
  }

  /** Posts a lead of the person with this e-mail address. */
  async send(email: string, person: Record<string, unknown> = {}, lead: Record<string, unknown> = {}) {
    const body = JSON.stringify(marketplaceLead(lead, { Email: email, ...person }));
    const answer = await this.api.send(this.intakePath, body);
    assert.equal(answer.status, 200);
    return answer.body.eventId;
  }

  /** What the organisation holds, deleted records left out. */
  async leads(email?: string): Promise<Lead[]> {
    const search = email === undefined ? '' : `?email=${encodeURIComponent(email)}`;
    return (await this.control<{ records: Lead[] }>('GET', `/records/Lead${search}`)).records;
  }

  /** The only lead with this address, once there is one that satisfies the condition. */
  async lead(email: string, condition: (lead: Lead) => boolean = () => true, within = 20_000): Promise<Lead> {
    return waitFor(
      async () => {
        const found = await this.leads(email);
        assert.ok(found.length < 2, `${found.length} leads of ${email}`);
        return found.find(condition);
      },
      { what: `the lead of ${email}`, within, every: EVERY_MS },
    );
  }

  /** Types in a lead as sales would; answers its id. */
  async typeIn(lead: Record<string, unknown>, object = 'Lead'): Promise<string> {
    const { ids } = await this.control<{ ids: string[] }>('POST', `/records/${object}`, {
      ...((object === 'Lead' || object === 'Contact') && { LastName: 'Lee' }),
      ...(object === 'Lead' && { Company: 'Typed by sales' }),
      ...lead,
    });
    return ids[0] ?? '';
  }

  async settings(change: Partial<OrgSettings> & { callsUsed?: number }): Promise<void> {
    await this.control('PUT', '/settings', change);
  }

  /** Those that have not struck as often as they were to. */
  faults(): Promise<unknown[]> {
    return this.control('GET', '/faults');
  }

  async fault(order: FaultOrder): Promise<void> {
    await this.control('POST', '/faults', order);
  }

  /** Resolves when all faults have struck as often as they were to. */
  async struck(): Promise<void> {
    await waitFor(async () => (await this.faults()).length === 0, {
      what: 'the fault to strike',
      every: EVERY_MS,
    });
  }

  counters(): Promise<CounterSnapshot> {
    return this.control('GET', '/counters');
  }

  async control<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.sandbox.url}/sandbox${path}`, {
      method,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer as T;
  }

  async records(status?: string, syncId = this.syncId): Promise<SyncRecord[]> {
    const search = `limit=200${status ? `&status=${status}` : ''}`;
    const { body } = await this.api.get<{ items: SyncRecord[] }>(`/api/v1/syncs/${syncId}/records?${search}`);
    return body.items;
  }

  /** The record of a person in the sync, once it has this status. */
  async record(email: string, status: string, within = 20_000, syncId = this.syncId): Promise<SyncRecord> {
    const profileId = await this.profileId(email);
    let last: SyncRecord | undefined;
    try {
      return await waitFor(
        async () => {
          last = (await this.records(undefined, syncId)).find((record) => record.profileId === profileId);
          return last?.status === status && last;
        },
        { within, every: EVERY_MS },
      );
    } catch {
      throw new Error(`The record of ${email} did not become ${status}: ${JSON.stringify(last)}`);
    }
  }

  profileId(email: string): Promise<string> {
    return waitFor(
      async () => {
        const { body } = await this.api.get<{ items: { id: string }[] }>(
          `/api/v1/profiles?email=${encodeURIComponent(email)}`,
        );
        return body.items[0]?.id;
      },
      { what: `the profile of ${email}`, every: EVERY_MS },
    );
  }

  async retry(request: { recordIds?: string[]; status?: string }): Promise<number> {
    const path = `/api/v1/syncs/${this.syncId}/records/retry`;
    const { status, body } = await this.api.post<{ retried: number }>(path, request);
    assert.equal(status, 202);
    return body.retried;
  }

  async change(change: Record<string, unknown>, syncId = this.syncId): Promise<void> {
    const { status, body } = await this.api.patch(`/api/v1/syncs/${syncId}`, change);
    assert.equal(status, 200, JSON.stringify(body));
  }

  async reconfigure(change: Record<string, unknown>): Promise<void> {
    const { status, body } = await this.api.patch(`/api/v1/destinations/${this.destinationId}`, change);
    assert.equal(status, 200, JSON.stringify(body));
  }

  async destination(): Promise<Readonly<Record<string, unknown>>> {
    return (await this.api.get(`/api/v1/destinations/${this.destinationId}`)).body;
  }

  async runs(): Promise<Run[]> {
    return (await this.api.get<{ items: Run[] }>(`/api/v1/runs?syncId=${this.syncId}&limit=200`)).body.items;
  }

  async run(id: string): Promise<Run> {
    return (await this.api.get<Run>(`/api/v1/runs/${id}`)).body;
  }

  /** Nobody is there twice, no request broke the API's rules, and each run accounts for what it received. */
  async isSound(): Promise<void> {
    const keys = (await this.leads()).map((lead) => lead.Tributary_Id__c).filter(Boolean);
    assert.equal(new Set(keys).size, keys.length, 'a key twice');
    assert.equal((await this.counters()).violations, 0);
    for (const run of await this.runs()) {
      assert.equal(run.delivered, sum(run, ['created', 'updated', 'removed']));
      assert.equal(
        run.received,
        sum(run, ['delivered', 'unchanged', 'held', 'rejected', 'waiting', 'accepted', 'unknown']),
      );
    }
  }
}

function sum(run: Run, names: readonly string[]): number {
  return names.reduce((total, name) => total + (run[name] ?? NaN), 0);
}

/** Lets what would be wrong happen: there is nothing to wait for when nothing is to happen. */
export function settle(ms = 1_500): Promise<void> {
  return pause(ms);
}
