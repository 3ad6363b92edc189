import { startSalesforceSandbox, type SalesforceSandbox, type SalesforceSandboxOptions } from './start.js';
import { ControlClient, jsonType, send, type DriverAnswer, type HeaderValues } from '../frame/index.js';
import type { FaultOrder } from './faults/row-faults.js';

export type { DriverAnswer };

export interface ResultRow {
  readonly id?: string;
  readonly success: boolean;
  readonly created?: boolean;
  readonly errors: readonly {
    readonly statusCode: string;
    readonly message: string;
    readonly fields: string[];
  }[];
}

/** Drives a sandbox of its own over HTTP, the way a client would; for specs. */
export class SandboxDriver {
  token = '';
  version = 'v60.0';

  readonly #control: ControlClient;

  private constructor(readonly sandbox: SalesforceSandbox) {
    this.#control = new ControlClient(sandbox.url);
  }

  /** Starts a sandbox and signs in. */
  static async start(options: SalesforceSandboxOptions = {}): Promise<SandboxDriver> {
    const driver = new SandboxDriver(await startSalesforceSandbox(options));
    await driver.signIn();
    return driver;
  }

  async signIn(): Promise<void> {
    const { clientId, clientSecret } = this.sandbox.app;
    const answer = await this.requestToken({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    });
    this.token = String(Object(answer.body).access_token);
  }

  requestToken(form: Readonly<Record<string, string>>, headers: HeaderValues = {}): Promise<DriverAnswer> {
    return this.send('POST', '/services/oauth2/token', new URLSearchParams(form), headers);
  }

  /** A call of the API; the path is below the version. */
  call(method: string, path: string, body?: unknown, headers: HeaderValues = {}): Promise<DriverAnswer> {
    const json = body === undefined ? undefined : JSON.stringify(body);
    return this.send(method, `/services/data/${this.version}${path}`, json, {
      Authorization: `Bearer ${this.token}`,
      ...jsonType(json),
      ...headers,
    });
  }

  query(soql: string): Promise<DriverAnswer> {
    return this.call('GET', `/query?q=${encodeURIComponent(soql)}`);
  }

  /** Upserts Leads by `Tributary_Id__c` in one Collections call. */
  async upsertLeads(records: readonly object[], headers: HeaderValues = {}): Promise<readonly ResultRow[]> {
    return rowsOf(
      await this.call('PATCH', '/composite/sobjects/Lead/Tributary_Id__c', collection(records), headers),
    );
  }

  async createAll(records: readonly object[], headers: HeaderValues = {}): Promise<readonly ResultRow[]> {
    return rowsOf(await this.call('POST', '/composite/sobjects', collection(records), headers));
  }

  async updateAll(records: readonly object[], headers: HeaderValues = {}): Promise<readonly ResultRow[]> {
    return rowsOf(await this.call('PATCH', '/composite/sobjects', collection(records), headers));
  }

  /** A call of the control API; the path is below `/sandbox`. */
  control(method: string, path: string, body?: unknown): Promise<DriverAnswer> {
    return this.#control.call(method, path, body);
  }

  change(settings: object): Promise<void> {
    return this.#control.change(settings);
  }

  place(fault: FaultOrder): Promise<void> {
    return this.#control.place(fault);
  }

  /** Types in one record as sales would, and answers its id. */
  typeIn(object: string, record: object): Promise<string> {
    return this.#control.typeIn(object, record);
  }

  /** What the org holds, by the control API. */
  leads(search = ''): Promise<readonly Record<string, unknown>[]> {
    return this.records('Lead', search);
  }

  async records(object: string, search = ''): Promise<readonly Record<string, unknown>[]> {
    const { body } = await this.control('GET', `/records/${object}${search}`);
    return Object(body).records;
  }

  send(
    method: string,
    path: string,
    body?: string | URLSearchParams,
    headers?: HeaderValues,
  ): Promise<DriverAnswer> {
    return send(this.sandbox.url + path, method, body, headers);
  }

  close(): Promise<void> {
    return this.sandbox.close();
  }
}

/** A Lead with all that is required, as a Collections call wants it. */
export function lead(fields: object): object {
  return { attributes: { type: 'Lead' }, LastName: 'Doe', Company: 'Contoso', ...fields };
}

/** The body of a Collections call. */
export function collection(records: readonly object[], allOrNone = false): object {
  return { allOrNone, records };
}

function rowsOf({ status, body }: DriverAnswer): readonly ResultRow[] {
  if (status !== 200 || !Array.isArray(body)) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}
