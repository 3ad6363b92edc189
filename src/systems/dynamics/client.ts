import type { OutboundResponse } from '../../platform/http/index.js';
import { OutboundError } from '../../platform/http/index.js';
import type { ApiUsage, Surroundings } from '../system.js';
import { CallFailure, unreadable, vendorError } from './failure.js';
import type { Json } from './json.js';
import { isObject, parsed } from './json.js';
import type { DynamicsSettings } from './settings.js';
import { codeOf, refusedToken } from './sign-in-errors.js';
import type { Token } from './tokens.js';
import { Tokens } from './tokens.js';

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the API's root; a whole address only where the API itself gave it. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Path of the version of the Web API that is used. */
export const apiPath = '/api/data/v9.2/';

/** "Compose HTTP requests and handle errors" asks for these; the last keeps reads out of caches. */
const standardHeaders = {
  accept: 'application/json',
  'odata-version': '4.0',
  'odata-maxversion': '4.0',
  'if-none-match': 'null',
};

/** The Web API of one environment. Cookies are not kept, so that calls spread over its servers. */
export class DynamicsClient {
  readonly organizationUrl: string;
  readonly #settings: DynamicsSettings;
  readonly #surroundings: Surroundings;
  readonly #tokens: Tokens;
  readonly #peer: string;
  #calls = 0;
  #recommended: number | null = null;

  constructor(settings: DynamicsSettings, surroundings: Surroundings) {
    this.#settings = settings;
    this.#surroundings = surroundings;
    this.organizationUrl = settings.organizationUrl;
    this.#peer = `dynamics:${new URL(settings.organizationUrl).host}`;
    this.#tokens = new Tokens(settings, surroundings, this.#peer);
  }

  /** Calls at once that the environment last recommended; null before it said. */
  get recommendedParallelism(): number | null {
    return this.#recommended;
  }

  /** Fetches a token if need be. Throws `SystemError`. */
  async signIn(): Promise<void> {
    await this.#tokens.current();
  }

  /** No answer tells how many of the day's requests are used. */
  usage(): ApiUsage {
    return { calls: this.#calls, reported: null };
  }

  /** The body of a successful answer. Throws {@link CallFailure}, and `SystemError` for want of a token. */
  async read(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Json> {
    const answer = await this.exchange({ method: 'GET', path, headers });
    if (answer.status !== 200) throw new CallFailure(vendorError(answer));
    const body = parsed(answer.body);
    if (!isObject(body)) throw unreadable('is no JSON object');
    return body;
  }

  /**
   * Sends a call and answers whatever came back, with a new token once if the first had ended. Throws
   * {@link CallFailure} where no answer came, and `SystemError` for want of a token or of budget.
   */
  async exchange(call: Call): Promise<OutboundResponse> {
    const token = await this.#tokens.current();
    const answer = await this.#send(call, token);
    if (answer.status !== 401) return answer;
    const again = await this.#send(call, await this.#tokens.renew(token));
    if (again.status === 401) throw refusedToken(vendorError(again).message);
    return again;
  }

  async #send({ method, path, headers, body }: Call, token: Token): Promise<OutboundResponse> {
    this.#calls += 1;
    const { budget, http } = this.#surroundings;
    const request = {
      method,
      url: new URL(path, this.organizationUrl + apiPath).href,
      headers: {
        ...standardHeaders,
        ...(body !== undefined && { 'content-type': 'application/json; charset=utf-8' }),
        ...headers,
        authorization: `Bearer ${token.value}`,
      },
      body,
      timeoutMs: this.#settings.timeoutMs,
      peer: this.#peer,
    };
    try {
      const answer = await budget.spend('call', () => http.request(request));
      this.#heed(answer);
      return answer;
    } catch (error) {
      throw error instanceof OutboundError ? withoutAnswer(error) : error;
    }
  }

  #heed({ headers }: OutboundResponse): void {
    const recommended = Number(headers['x-ms-dop-hint']);
    if (Number.isInteger(recommended) && recommended > 0) this.#recommended = recommended;
  }
}

function withoutAnswer(error: OutboundError): CallFailure {
  return new CallFailure({ code: codeOf(error), message: error.message, status: null, retryAfter: null });
}
