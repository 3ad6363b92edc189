import { Connection } from 'jsforce/lib/connection.js';
import type { HttpMethods, HttpRequest, HttpResponse } from 'jsforce/lib/types/common.js';
import { OutboundError, type OutboundRequest } from '../../platform/http/index.js';
import type { ApiUsage, Surroundings } from '../system.js';
import { SystemError } from '../system.js';
import type { VendorError } from './errors.js';
import { CallFailure, isObject, vendorErrors } from './failure.js';
import type { SalesforceSettings } from './settings.js';
import type { SignedIn } from './sign-in.js';
import { SignIn } from './sign-in.js';
import { codeOf, refusedSession } from './sign-in-errors.js';
import { OutboundTransport, sendThrough, textBody } from './transport.js';

export interface Call {
  readonly method: HttpMethods;
  /** From the root of the API version (`/sobjects/…`) or of the instance (`/services/data/…`). */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A call whose body or answer is text of another kind than JSON. */
export interface Transfer {
  readonly method: 'GET' | 'PUT';
  /** From the root of the API version. */
  readonly path: string;
  readonly body?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Outgoing {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | undefined;
}

/**
 * The REST API of one org. jsforce builds requests and reads answers; sessions are kept here, beneath it,
 * where a request meets at most one renewal: jsforce itself renews without end while the org answers 401.
 */
export class SalesforceClient {
  /** e.g. `/services/data/v62.0`, for addresses inside a body. */
  readonly apiPath: string;
  readonly #settings: SalesforceSettings;
  readonly #surroundings: Surroundings;
  readonly #signIn: SignIn;
  readonly #connection: Connection;
  readonly #peer: string;
  #calls = 0;

  constructor(settings: SalesforceSettings, surroundings: Surroundings) {
    this.#settings = settings;
    this.#surroundings = surroundings;
    this.apiPath = `/services/data/v${settings.apiVersion}`;
    this.#peer = `salesforce:${new URL(settings.loginUrl).host}`;
    this.#signIn = new SignIn(settings, surroundings, this.#peer);
    this.#connection = new Connection({ version: settings.apiVersion, loginUrl: settings.loginUrl });
    const transport = new OutboundTransport((request) => this.#exchange(asOutgoing(request)));
    sendThrough(this.#connection, transport);
    sendThrough(this.#connection.oauth2, transport);
  }

  /** Where the org lives and which it is. Throws {@link SystemError}. */
  session(): Promise<SignedIn> {
    return this.#signIn.current();
  }

  usage(): ApiUsage {
    const reported = this.#connection.limitInfo.apiUsage ?? null;
    return { calls: this.#calls, reported: reported && { used: reported.used, limit: reported.limit } };
  }

  /**
   * The body of a successful answer. Throws {@link CallFailure} when there is none, and
   * {@link SystemError} when nothing was asked for want of a session.
   */
  async request(call: Call): Promise<unknown> {
    let answered: HttpResponse | null = null;
    const transport = new OutboundTransport(async (request) => {
      answered = await this.#exchange(asOutgoing(request));
      return answered;
    });
    try {
      return await this.#connection.request(this.#httpRequest(call), { transport });
    } catch (error) {
      if (error instanceof SystemError) throw error;
      if (error instanceof OutboundError) throw withoutAnswer(error);
      if (answered === null) throw brokenOff(error);
      throw refusal(error, answered);
    }
  }

  /**
   * The text of a successful answer. jsforce has no part in it: it would parse the text, and send a body of its own
   * making when it tries again. Throws like {@link request}.
   */
  async transfer({ method, path, body, headers = {} }: Transfer): Promise<string> {
    const answer = await this.#exchange({ method, url: `${this.apiPath}${path}`, headers, body }).catch(
      (error: unknown) => {
        if (error instanceof SystemError) throw error;
        throw error instanceof OutboundError ? withoutAnswer(error) : brokenOff(error);
      },
    );
    if (answer.statusCode >= 300) throw refusedTransfer(answer);
    return answer.body;
  }

  #httpRequest({ method, path, body, headers = {} }: Call): HttpRequest {
    if (body === undefined) return { method, url: path, headers: { ...headers } };
    return {
      method,
      url: path,
      headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
    };
  }

  /** Sends a request with the session of the moment, and once more with a new one if that had ended. */
  async #exchange(request: Outgoing): Promise<HttpResponse> {
    const session = await this.#signIn.current();
    const answer = await this.#send(request, session);
    if (answer.statusCode !== 401) return answer;
    const again = await this.#send(request, await this.#signIn.renew(session));
    if (again.statusCode === 401) throw refusedSession(messageOf(again));
    return again;
  }

  async #send(request: Outgoing, { accessToken, instanceUrl }: SignedIn): Promise<HttpResponse> {
    this.#calls += 1;
    const { budget, http } = this.#surroundings;
    const outgoing: OutboundRequest = {
      method: request.method,
      url: new URL(request.url, instanceUrl).href,
      headers: { ...request.headers, Authorization: `Bearer ${accessToken}` },
      body: request.body,
      timeoutMs: this.#settings.timeoutMs,
      peer: this.#peer,
    };
    const answer = await budget.spend('call', () => http.request(outgoing));
    return { statusCode: answer.status, headers: { ...answer.headers }, body: answer.body };
  }
}

function asOutgoing(request: HttpRequest): Outgoing {
  return {
    method: request.method,
    url: request.url,
    headers: request.headers ?? {},
    body: textBody(request),
  };
}

function withoutAnswer(error: OutboundError): CallFailure {
  const failure = { code: codeOf(error), message: error.message, fields: [], status: null };
  return new CallFailure([failure]);
}

/** Whatever else ends a call before its answer was read leaves open how far it got. */
function brokenOff(error: unknown): CallFailure {
  const message = error instanceof Error ? error.message : String(error);
  return new CallFailure([{ code: 'CONNECTOR_FAULT', message, fields: [], status: null }]);
}

/** jsforce keeps one error as an object and several as an array; the HTTP status only we know. */
function refusal(error: unknown, answered: HttpResponse): CallFailure {
  const status = answered.statusCode;
  const data = isObject(error) || error instanceof Error ? Reflect.get(error, 'data') : null;
  const errors = vendorErrors(data, status);
  const known = errors.length > 0 ? errors : [plainRefusal(error, status)];
  return new CallFailure(known, dailyBudgetLeft(answered));
}

function refusedTransfer(answered: HttpResponse): CallFailure {
  const status = answered.statusCode;
  const errors = vendorErrors(parsed(answered.body), status);
  const known = errors.length > 0 ? errors : [plainRefusal(new Error(answered.body), status)];
  return new CallFailure(known, dailyBudgetLeft(answered));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function plainRefusal(error: unknown, status: number): VendorError {
  const code = status === 300 ? 'MULTIPLE_CHOICES' : `ERROR_HTTP_${status}`;
  const message = error instanceof Error ? error.message : 'The answer could not be read.';
  return { code, message: message.slice(0, 500), fields: [], status };
}

function dailyBudgetLeft({ headers }: HttpResponse): boolean | null {
  const [, used, limit] = /api-usage=(\d+)\/(\d+)/.exec(headers['sforce-limit-info'] ?? '') ?? [];
  return used === undefined || limit === undefined ? null : Number(used) < Number(limit);
}

function messageOf({ body }: HttpResponse): string {
  return vendorErrors(parsed(body), 401)[0]?.message ?? 'Session expired or invalid';
}
