import { setTimeout as pause } from 'node:timers/promises';

const WAIT_MS = 30_000;
const ASK_EVERY_MS = 80;

/** Calls an HTTP API that speaks JSON. An answer that is no success becomes an error that names the call. */
export class Api {
  constructor(
    readonly url: string,
    private readonly key: string | null,
    private readonly stop: AbortSignal,
  ) {}

  get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path);
  }

  post<T>(path: string, body?: unknown): Promise<T> {
    return this.call<T>('POST', path, body);
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.call<T>('PATCH', path, body);
  }

  /** Posts a body as it is, without a key. */
  async send<T>(path: string, body: string, contentType: string): Promise<T> {
    return (await this.answer('POST', path, body, { 'content-type': contentType })).json() as Promise<T>;
  }

  async bytes(path: string): Promise<Buffer> {
    return Buffer.from(await (await this.answer('GET', path, undefined, this.authorization())).arrayBuffer());
  }

  /** Asks until there is an answer other than null. */
  async until<T>(what: string, ask: () => Promise<T | null>): Promise<T> {
    const deadline = Date.now() + WAIT_MS;
    for (;;) {
      const answer = await ask();
      if (answer !== null) return answer;
      if (Date.now() > deadline) throw new Error(`Waited ${WAIT_MS / 1_000} s in vain for ${what}.`);
      await pause(ASK_EVERY_MS, undefined, { signal: this.stop });
    }
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      ...this.authorization(),
      ...(text !== undefined && { 'content-type': 'application/json' }),
    };
    return (await this.answer(method, path, text, headers)).json() as Promise<T>;
  }

  private authorization(): Record<string, string> {
    return this.key === null ? {} : { authorization: `Bearer ${this.key}` };
  }

  private async answer(
    method: string,
    path: string,
    body: string | undefined,
    headers: Record<string, string>,
  ): Promise<Response> {
    const answer = await fetch(this.url + path, { method, headers, body, signal: this.stop });
    if (answer.ok) return answer;
    throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  }
}
