import { Registry } from 'prom-client';
import { OutboundClient } from '../../platform/http/index.js';
import {
  startSalesforceSandbox,
  type FaultOrder,
  type SalesforceSandbox,
  type SalesforceSandboxOptions,
} from '../../sandbox/index.js';
import { freeBudget, type Budget, type SystemConfig, type SystemSession } from '../system.js';
import { salesforce } from './definition.js';

type Records = readonly Readonly<Record<string, unknown>>[];

interface Options extends SalesforceSandboxOptions {
  readonly config?: SystemConfig;
  readonly budget?: Budget;
}

/** A sandbox of one's own, a session with it, and what people over there would do; for specs. */
export class SandboxOrg {
  private constructor(
    readonly session: SystemSession,
    readonly sandbox: SalesforceSandbox,
    private readonly http: OutboundClient,
  ) {}

  static async start({ config = {}, budget = freeBudget, ...options }: Options = {}): Promise<SandboxOrg> {
    const sandbox = await startSalesforceSandbox(options);
    const http = new OutboundClient({ allowPrivateNetwork: true, registry: new Registry() });
    const { clientId, clientSecret } = sandbox.app;
    const session = salesforce.connect(
      { config: { loginUrl: sandbox.url, ...config }, credentials: { clientId, clientSecret } },
      { http, now: () => new Date(), budget },
    );
    return new SandboxOrg(session, sandbox, http);
  }

  async typeIn(object: string, ...records: object[]): Promise<string[]> {
    const answer = Object(await this.control('POST', `/records/${object}`, records));
    return answer.ids;
  }

  async records(object: string): Promise<Records> {
    return Object(await this.control('GET', `/records/${object}`)).records;
  }

  async place(fault: FaultOrder): Promise<void> {
    await this.control('POST', '/faults', fault);
  }

  async change(settings: object): Promise<void> {
    await this.control('PUT', '/settings', settings);
  }

  get counters() {
    return this.sandbox.org.counters.snapshot();
  }

  async control(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.sandbox.url}/sandbox${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`The sandbox refused ${method} ${path}: ${await response.text()}`);
    return response.json();
  }

  async close(): Promise<void> {
    this.http.close();
    await this.sandbox.close();
  }
}
