export interface DriverAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, text otherwise, null where there is none. */
  readonly body: unknown;
}

export type HeaderValues = Readonly<Record<string, string>>;

/** Sends one request to a sandbox, the way a client would; for specs. */
export async function send(
  url: string,
  method: string,
  body?: string | URLSearchParams,
  headers: HeaderValues = {},
): Promise<DriverAnswer> {
  const response = await fetch(url, { method, headers, ...(body ? { body } : {}) });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? null : isJson ? JSON.parse(text) : text,
  };
}

/** Speaks to the control API of a sandbox; for specs. */
export class ControlClient {
  constructor(private readonly sandboxUrl: string) {}

  /** A call of the control API; the path is below `/sandbox`. */
  call(method: string, path: string, body?: unknown): Promise<DriverAnswer> {
    const json = body === undefined ? undefined : JSON.stringify(body);
    return send(`${this.sandboxUrl}/sandbox${path}`, method, json, jsonType(json));
  }

  async change(settings: object): Promise<void> {
    await this.#expect(200, 'PUT', '/settings', settings);
  }

  async place(fault: object): Promise<void> {
    await this.#expect(201, 'POST', '/faults', fault);
  }

  /** Types in one record as people over there would, and answers its id. */
  async typeIn(object: string, record: object): Promise<string> {
    const body = await this.#expect(201, 'POST', `/records/${object}`, record);
    return String(Object(body).ids[0]);
  }

  async #expect(wanted: number, method: string, path: string, given: object): Promise<unknown> {
    const { status, body } = await this.call(method, path, given);
    if (status !== wanted) throw new Error(JSON.stringify(body));
    return body;
  }
}

export function jsonType(json: string | undefined): HeaderValues {
  return json === undefined ? {} : { 'Content-Type': 'application/json' };
}
