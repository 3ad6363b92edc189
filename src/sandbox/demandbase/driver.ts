import { ControlClient, jsonType, send, type DriverAnswer, type HeaderValues } from '../frame/index.js';
import type { DemandbaseFaultOrder } from './api/endpoints.js';
import { startDemandbaseSandbox, type DemandbaseSandbox, type DemandbaseSandboxOptions } from './start.js';

/** Drives a sandbox of its own over HTTP, the way a client would; for specs. */
export class DemandbaseDriver {
  token = '';
  readonly #control: ControlClient;

  private constructor(readonly sandbox: DemandbaseSandbox) {
    this.#control = new ControlClient(sandbox.url);
  }

  /** Starts a sandbox and signs in. */
  static async start(options: DemandbaseSandboxOptions = {}): Promise<DemandbaseDriver> {
    const driver = new DemandbaseDriver(await startDemandbaseSandbox(options));
    await driver.signIn();
    return driver;
  }

  async signIn(): Promise<void> {
    const { clientId, clientSecret } = this.sandbox.access;
    const answer = await this.requestToken({ grantType: 'client_credentials', clientId, clientSecret });
    this.token = String(Object(answer.body).accessToken);
  }

  requestToken(body: object): Promise<DriverAnswer> {
    const json = JSON.stringify(body);
    return send(`${this.sandbox.url}/auth/v1/token`, 'POST', json, jsonType(json));
  }

  /** A call of the Import API. */
  import(method: string, path: string, body?: object): Promise<DriverAnswer> {
    return this.#call(method, `/import/v1${path}`, body);
  }

  /** A call of the Export API. */
  export(method: string, path: string, body?: object): Promise<DriverAnswer> {
    return this.#call(method, `/data/export/v1${path}`, body);
  }

  /** Makes a job and answers its id. */
  async makeJob(dataImportName: string, entityType = 'Account'): Promise<number> {
    const { status, body } = await this.import('POST', '/job', { dataImportName, entityType });
    if (status !== 200) throw new Error(JSON.stringify(body));
    return Number(Object(body).id);
  }

  /** Hands a file over; `query` is all that stands behind the path. */
  submit(
    job: number,
    file: string,
    query = '?listAction=insert',
    headers: HeaderValues = {},
  ): Promise<DriverAnswer> {
    return send(`${this.sandbox.url}/import/v1/job/${job}/data${query}`, 'PUT', file, {
      Authorization: `Bearer ${this.token}`,
      'Content-Type': 'application/octet-stream',
      ...headers,
    });
  }

  /** The text behind an export, by the address its job names. */
  async download(jobId: string): Promise<string> {
    const { body } = await this.export('GET', `/job/${jobId}`);
    return String((await send(Object(body).resultsUrl, 'GET')).body);
  }

  /** A call of the control API; the path is below `/sandbox`. */
  control(method: string, path: string, body?: unknown): Promise<DriverAnswer> {
    return this.#control.call(method, path, body);
  }

  change(settings: object): Promise<void> {
    return this.#control.change(settings);
  }

  place(fault: DemandbaseFaultOrder): Promise<void> {
    return this.#control.place(fault);
  }

  /** A night passes; tokens do not outlast it. */
  async night(): Promise<void> {
    await this.control('POST', '/tick');
    await this.signIn();
  }

  /** Ids of a list's members, by the control API. */
  async members(name: string, entity = 'account'): Promise<string[]> {
    const { body } = await this.control('GET', `/lists/${entity}`);
    const lists: readonly Record<string, unknown>[] = Array.isArray(body) ? body : [];
    const rows = Object(lists.find((list) => list['name'] === name)).members ?? [];
    return rows.map((row: Record<string, string>) => row['External Account ID'] ?? row['External Person Id']);
  }

  async violations(): Promise<readonly string[]> {
    const { body } = await this.control('GET', '/counters');
    return Object(body).lastViolations;
  }

  close(): Promise<void> {
    return this.sandbox.close();
  }

  #call(method: string, path: string, body?: object): Promise<DriverAnswer> {
    const json = body && JSON.stringify(body);
    return send(this.sandbox.url + path, method, json, {
      Authorization: `Bearer ${this.token}`,
      ...jsonType(json),
    });
  }
}

/** A file of companies by number; an id alone takes a company off a list. */
export function companies(...numbers: readonly number[]): string {
  const rows = numbers.map((number) => `Company ${number},company${number}.example,id-${number}\r\n`);
  return `Account Name,Account Domain,External Account ID\r\n${rows.join('')}`;
}
