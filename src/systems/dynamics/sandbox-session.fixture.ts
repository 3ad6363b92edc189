import { Registry } from 'prom-client';
import { OutboundClient } from '../../platform/http/index.js';
import {
  startDynamicsSandbox,
  type DynamicsSandbox,
  type DynamicsSandboxOptions,
} from '../../sandbox/index.js';
import { ControlClient } from '../../sandbox/frame/index.js';
import type {
  ConnectionSettings,
  FieldValues,
  SystemConfig,
  SystemSession,
  WriteOperation,
} from '../system.js';
import { freeBudget } from '../system.js';
import { dynamics } from './definition.js';

/** A sandbox and what is needed to drive it, over HTTP as the service would. */
export class SandboxSession {
  readonly control: ControlClient;
  readonly #http: OutboundClient;

  private constructor(readonly sandbox: DynamicsSandbox) {
    this.control = new ControlClient(sandbox.url);
    this.#http = new OutboundClient({ allowPrivateNetwork: true, registry: new Registry() });
  }

  static async start(options: DynamicsSandboxOptions = {}): Promise<SandboxSession> {
    return new SandboxSession(await startDynamicsSandbox(options));
  }

  connect(config: SystemConfig = {}, credentials: ConnectionSettings['credentials'] = {}): SystemSession {
    const { url, tokenUrl, app } = this.sandbox;
    return dynamics.connect(
      {
        config: { organizationUrl: url, tokenUrl, ...config },
        credentials: { ...app, ...credentials },
      },
      { http: this.#http, now: () => new Date(), budget: freeBudget },
    );
  }

  get counters() {
    return this.sandbox.environment.counters.snapshot();
  }

  /** What the environment holds, by the control API. */
  async records(table: string): Promise<readonly Record<string, unknown>[]> {
    const { body } = await this.control.call('GET', `/records/${table}`);
    return Object(body).records;
  }

  async close(): Promise<void> {
    this.#http.close();
    await this.sandbox.close();
  }
}

export function keyOf(number: number): string {
  return `0190a1b2-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

export function leadFields(number: number) {
  return {
    subject: `Topic ${number}`,
    lastname: `Person ${number}`,
    emailaddress1: `person${number}@example.com`,
  };
}

export function create(number: number, fields: FieldValues = leadFields(number)): WriteOperation {
  return { id: `record-${number}`, operation: 'create', key: keyOf(number), fields };
}

export function creates(count: number, from = 0): WriteOperation[] {
  return Array.from({ length: count }, (_, index) => create(from + index));
}

export function update(
  remoteId: string,
  fields: FieldValues,
): Extract<WriteOperation, { operation: 'update' }> {
  return { id: 'update', operation: 'update', remoteId, fields };
}
