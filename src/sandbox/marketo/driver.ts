import { ControlClient, isObject, send, type DriverAnswer } from '../frame/index.js';
import { startMarketoSandbox, type MarketoSandbox, type MarketoSandboxOptions } from './start.js';

/** What Marketo answers nearly everything with. */
export interface Envelope {
  readonly success: boolean;
  readonly result?: readonly Readonly<Record<string, unknown>>[];
  readonly errors?: readonly { readonly code: string; readonly message: string }[];
  readonly nextPageToken?: string;
}

/** Drives a sandbox of its own over HTTP, the way a client would; for specs. */
export class MarketoDriver {
  token = '';
  readonly control: ControlClient;

  private constructor(readonly sandbox: MarketoSandbox) {
    this.control = new ControlClient(sandbox.url);
  }

  /** Starts a sandbox and signs in. */
  static async start(options: MarketoSandboxOptions = {}): Promise<MarketoDriver> {
    const driver = new MarketoDriver(await startMarketoSandbox(options));
    await driver.signIn();
    return driver;
  }

  async signIn(): Promise<DriverAnswer> {
    const { clientId, clientSecret } = this.sandbox.service;
    const answer = await this.requestToken(clientId, clientSecret);
    this.token = String(Object(answer.body).access_token);
    return answer;
  }

  requestToken(clientId: string, clientSecret: string): Promise<DriverAnswer> {
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    return send(`${this.sandbox.url}/identity/oauth/token`, 'POST', new URLSearchParams(form));
  }

  /** A call of the API; the path is from the root. */
  async call(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) {
    const json = body === undefined ? undefined : JSON.stringify(body);
    return envelopeOf(
      await this.raw(method, path, json, { ...(json && { 'content-type': 'application/json' }), ...headers }),
    );
  }

  raw(
    method: string,
    path: string,
    body?: string | URLSearchParams,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<DriverAnswer> {
    const authorization = `Bearer ${this.token}`;
    return send(this.sandbox.url + path, method, body, { authorization, ...headers });
  }

  /** Sync Leads; the statuses and codes of the records. */
  async sync(input: readonly object[], more: object = {}): Promise<readonly string[]> {
    const { result = [], errors } = await this.call('POST', '/rest/v1/leads.json', { ...more, input });
    if (errors) return errors.map(({ code }) => code);
    return result.map(wordOf);
  }

  /** The code with which a call is refused as a whole; `none` where it is not. */
  async codeOf(method: string, path: string, body?: unknown): Promise<string> {
    const { errors } = await this.call(method, path, body);
    return errors?.[0]?.code ?? 'none';
  }

  /** What broke a rule of the API so far. */
  get violations(): readonly string[] {
    return this.sandbox.instance.counters.snapshot().lastViolations;
  }

  close(): Promise<void> {
    return this.sandbox.close();
  }
}

/** The status of a record, or the code for which it was skipped. */
export function wordOf({ status, reasons }: Readonly<Record<string, unknown>>): string {
  const [reason]: unknown[] = Array.isArray(reasons) ? reasons : [];
  return isObject(reason) ? String(reason['code']) : String(status);
}

function envelopeOf({ status, body }: DriverAnswer): Envelope {
  if (status !== 200 || !isObject(body)) throw new Error(`${status} ${JSON.stringify(body)}`);
  return Object(body);
}
