import { Registry } from 'prom-client';
import { OutboundClient } from '../../platform/http/index.js';
import { marketoRefusal, startMarketoSandbox, type MarketoSandboxOptions } from '../../sandbox/index.js';
import { freeBudget, placeOf, type FieldValues, type SystemConfig, type WriteOperation } from '../system.js';
import { marketo } from './definition.js';

export const leads = placeOf('lead');
export const companies = placeOf('company');

type Record = Readonly<{ [name: string]: unknown }>;

/** A session with a sandbox of its own, and what a spec asks of the sandbox. */
export async function startMarketo(config: SystemConfig = {}, options: MarketoSandboxOptions = {}) {
  const sandbox = await startMarketoSandbox(options);
  const http = new OutboundClient({ allowPrivateNetwork: true, registry: new Registry() });
  const { instance, service, url } = sandbox;
  const connect = (more: SystemConfig = {}) =>
    marketo.connect(
      { config: { baseUrl: url, ...config, ...more }, credentials: { ...service } },
      { http, now: () => new Date(instance.clock.now()), budget: freeBudget },
    );
  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${url}/sandbox${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`The sandbox refused ${method} ${path}: ${await response.text()}`);
    return response.json();
  };
  const place = (endpoint: string, fault: object, times: number | null = 1) =>
    control('POST', '/faults', { match: { endpoint }, times, fault });
  return {
    sandbox,
    instance,
    session: connect(),
    connect,
    control,
    place,
    /** Refuses the next calls as a whole. */
    refuse: (endpoint: string, code: string, times = 1) =>
      place(endpoint, { kind: 'status', status: 200, body: marketoRefusal(code) }, times),
    /** Skips the next record. */
    skip: (endpoint: string, code: string, record: Record = {}) =>
      control('POST', '/faults', {
        match: { endpoint, record },
        fault: { kind: 'row-error', code, message: 'Some text.' },
      }),
    records: (object: 'lead' | 'company'): Record[] =>
      [...instance.table(object).entries()].filter(([, one]) => !one.deleted).map(([, one]) => one.fields),
    typeIn: (object: 'lead' | 'company', values: FieldValues) => instance.insert(object, 'control', values),
    counters: () => instance.counters.snapshot(),
    close: async () => {
      http.close();
      await sandbox.close();
    },
  };
}

export type Marketo = Awaited<ReturnType<typeof startMarketo>>;

export function person(number: number) {
  return {
    email: `person${number}@example.com`,
    firstName: `Person ${number}`,
    lastName: 'Doe',
  };
}

export function create(number: number, fields: FieldValues = person(number)): WriteOperation {
  return { id: `id-${number}`, operation: 'create', key: `key-${number}`, fields };
}

export function creates(count: number): WriteOperation[] {
  return Array.from({ length: count }, (_, number) => create(number));
}
