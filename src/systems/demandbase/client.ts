import { OutboundError, type OutboundRequest, type OutboundResponse } from '../../platform/http/index.js';
import type { ApiUsage, Surroundings } from '../system.js';
import { CallFailure, isObject, textOf, unreadable, withoutAnswer } from './failure.js';
import type { DemandbaseSettings } from './settings.js';
import { refusedSession, SignIn } from './sign-in.js';

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly api: 'import' | 'export';
  /** Below the version, e.g. `/job/17/data?listAction=insert`. */
  readonly path: string;
  /** An object is sent as JSON, bytes as they are. */
  readonly body?: object | Buffer;
  /** What it is booked as; a file that is handed over begins a job. */
  readonly books?: 'call' | 'job';
}

const places = { import: '/import/v1', export: '/data/export/v1' } as const;
/** Results are far longer than answers: a row of a list is some hundred bytes. */
const longestResult = 256 * 1024 * 1024;

/** The Import and the Export API of one organisation. */
export class DemandbaseClient {
  readonly #signIn: SignIn;
  readonly #peer: string;
  #calls = 0;

  constructor(
    readonly settings: DemandbaseSettings,
    private readonly surroundings: Surroundings,
  ) {
    this.#peer = `demandbase:${new URL(settings.baseUrl).host}`;
    this.#signIn = new SignIn(settings, surroundings, this.#peer);
  }

  now(): Date {
    return this.surroundings.now();
  }

  /** Nothing reports what is left of the day. */
  usage(): ApiUsage {
    return { calls: this.#calls, reported: null };
  }

  /**
   * The object a successful answer holds, or the list. Throws {@link CallFailure} when there is none, and `SystemError`
   * when nothing was asked for want of a token or of budget.
   */
  async request(call: Call): Promise<unknown> {
    const answer = await this.#exchange(call);
    if (answer.status >= 300) throw new CallFailure(errorOf(call, answer));
    try {
      return JSON.parse(answer.body);
    } catch {
      throw unreadable('is no JSON');
    }
  }

  /** What stands behind the signed address of an export; it is no call of the API and takes no token. */
  async download(url: string): Promise<string> {
    const { timeoutMs } = this.settings;
    const peer = this.#peer;
    const request = { method: 'GET', url, timeoutMs, peer, maxResponseBytes: longestResult };
    const answer = await this.#answered(() => this.surroundings.http.request(request));
    if (answer.status === 200) return answer.body;
    const message = `The result of the export could not be read (${answer.status}).`;
    throw new CallFailure({ code: '404-303', message, status: answer.status });
  }

  /** Sends a request with the token of the moment, and once more with a new one if that had ended. */
  async #exchange(call: Call): Promise<OutboundResponse> {
    const token = await this.#signIn.current();
    const answer = await this.#send(call, token);
    if (answer.status !== 401) return answer;
    const { message } = errorOf(call, answer);
    const again = await this.#send(call, await this.#signIn.renew(token, message));
    if (again.status === 401) throw refusedSession(message);
    return again;
  }

  #send({ method, api, path, body, books = 'call' }: Call, token: string): Promise<OutboundResponse> {
    const isFile = Buffer.isBuffer(body);
    const request: OutboundRequest = {
      method,
      url: `${this.settings.baseUrl}${places[api]}${path}`,
      headers: {
        Authorization: `Bearer ${token}`,
        Accept: 'application/json',
        ...(body && { 'Content-Type': isFile ? 'application/octet-stream' : 'application/json' }),
      },
      ...(body && { body: isFile ? body : JSON.stringify(body) }),
      timeoutMs: this.settings.timeoutMs,
      peer: this.#peer,
    };
    return this.#answered(() =>
      this.surroundings.budget.spend(books, () => {
        this.#calls += 1;
        return this.surroundings.http.request(request);
      }),
    );
  }

  async #answered(send: () => Promise<OutboundResponse>): Promise<OutboundResponse> {
    try {
      return await send();
    } catch (error) {
      throw error instanceof OutboundError ? withoutAnswer(error) : error;
    }
  }
}

/**
 * The import says `{message}`, or `{status}` for 401 and 403; the export `{errorCode, errorMessage, diagnosticCode}`;
 * a gateway in front of both a page.
 */
function errorOf({ api }: Call, { status, body }: OutboundResponse) {
  const answer = parsed(body);
  const said = textOf(answer.errorMessage) ?? textOf(answer.message) ?? textOf(answer.status);
  const diagnostic = textOf(answer.diagnosticCode);
  const message = said ?? `Demandbase answered ${status}${firstLine(body)}`;
  const code = api === 'export' ? (textOf(answer.errorCode) ?? `export-${status}`) : `import-${status}`;
  return { code, message: diagnostic ? `${message} (diagnostic code ${diagnostic})` : message, status };
}

function parsed(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** Gateways answer with whole pages. */
function firstLine(body: string): string {
  const line = body.trim().split('\n', 1)[0]?.slice(0, 200) ?? '';
  return line === '' ? '.' : `: ${line}`;
}
