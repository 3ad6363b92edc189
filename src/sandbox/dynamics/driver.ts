import { ControlClient, send, type DriverAnswer, type HeaderValues } from '../frame/index.js';
import { startDynamicsSandbox, type DynamicsSandbox, type DynamicsSandboxOptions } from './start.js';

/** What every call of the Web API carries. */
const STANDARD: HeaderValues = { 'OData-Version': '4.0', 'OData-MaxVersion': '4.0' };

/** Drives a sandbox of its own over HTTP, the way a client would; for specs. */
export class SandboxDriver {
  readonly control: ControlClient;
  token = '';

  private constructor(readonly sandbox: DynamicsSandbox) {
    this.control = new ControlClient(sandbox.url);
  }

  /** Starts a sandbox and signs in. */
  static async start(options: DynamicsSandboxOptions = {}): Promise<SandboxDriver> {
    const driver = new SandboxDriver(await startDynamicsSandbox(options));
    await driver.signIn();
    return driver;
  }

  async signIn(): Promise<void> {
    const { body } = await this.requestToken();
    this.token = String(Object(body).access_token);
  }

  /** Asks for a token, with what is given instead of what is right. */
  requestToken(
    change: Readonly<Record<string, string>> = {},
    url = this.sandbox.tokenUrl,
  ): Promise<DriverAnswer> {
    const { clientId, clientSecret } = this.sandbox.app;
    const form = {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: `${this.sandbox.url}/.default`,
      ...change,
    };
    return send(url, 'POST', new URLSearchParams(form));
  }

  /** A call of the Web API; the path is below the version. */
  call(method: string, path: string, body?: unknown, headers: HeaderValues = {}): Promise<DriverAnswer> {
    const json = body === undefined ? undefined : JSON.stringify(body);
    const type: HeaderValues = json === undefined ? {} : { 'Content-Type': 'application/json' };
    return this.#send(method, path, json, { ...type, ...headers });
  }

  /** Sends the lines of a batch, ended with CRLF unless told otherwise; its boundary is `b`. */
  batch(lines: readonly string[], headers: HeaderValues = {}, lineEnd = '\r\n'): Promise<DriverAnswer> {
    return this.#send('POST', '$batch', lines.join(lineEnd), {
      'Content-Type': 'multipart/mixed; boundary="b"',
      ...headers,
    });
  }

  async close(): Promise<void> {
    await this.sandbox.close();
  }

  #send(
    method: string,
    path: string,
    body: string | undefined,
    headers: HeaderValues,
  ): Promise<DriverAnswer> {
    return send(`${this.sandbox.url}/api/data/v9.2/${path}`, method, body, {
      Authorization: `Bearer ${this.token}`,
      ...STANDARD,
      ...headers,
    });
  }
}

/** The lines of one part of a batch, without those of the boundary after it. */
export function partLines(requestLine: string, body?: unknown, headers: readonly string[] = []): string[] {
  return [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...headers,
    '',
    `${requestLine} HTTP/1.1`,
    ...(body === undefined ? [] : ['Content-Type: application/json; type=entry']),
    '',
    body === undefined ? '' : JSON.stringify(body),
  ];
}

/** The statuses of the parts of an answer to a batch. */
export function statusesIn({ body }: DriverAnswer): number[] {
  return [...String(body).matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
}
