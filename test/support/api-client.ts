/** An answer of the API; `body` is parsed JSON, or null when there was none. */
export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** Any object; a test that reads more of an answer than its expectations names the shape. */
export type Body = Readonly<Record<string, unknown>>;

/** Calls the public API with one key. */
export class ApiClient {
  constructor(
    readonly url: string,
    private readonly key: string | null,
  ) {}

  withKey(key: string | null): ApiClient {
    return new ApiClient(this.url, key);
  }

  /** For calls that are made without this client's help. */
  get authorization(): Readonly<Record<string, string>> {
    return this.key === null ? {} : { authorization: `Bearer ${this.key}` };
  }

  get<T = Body>(path: string): Promise<Answer<T>> {
    return this.call<T>('GET', path);
  }

  post<T = Body>(path: string, body?: unknown): Promise<Answer<T>> {
    return this.call<T>('POST', path, body);
  }

  patch<T = Body>(path: string, body: unknown): Promise<Answer<T>> {
    return this.call<T>('PATCH', path, body);
  }

  put<T = Body>(path: string, body: unknown): Promise<Answer<T>> {
    return this.call<T>('PUT', path, body);
  }

  delete<T = Body>(path: string): Promise<Answer<T>> {
    return this.call<T>('DELETE', path);
  }

  async call<T = Body>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...this.authorization,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parse(text) as T };
  }

  /** Posts bytes to an address without a key, as a sender of leads does. */
  async send(
    path: string,
    body: string | Uint8Array,
    contentType: string | null = 'application/json',
  ): Promise<Answer<{ eventId: string }>> {
    const response = await fetch(this.url + path, {
      method: 'POST',
      headers: contentType === null ? {} : { 'content-type': contentType },
      body: body as Buffer | string,
    });
    return {
      status: response.status,
      headers: response.headers,
      body: parse(await response.text()) as { eventId: string },
    };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
