import { OutboundError, type OutboundResponse } from '../../platform/http/index.js';
import type { ApiUsage, Surroundings } from '../system.js';
import { CallFailure, failed, isObject, textOf, vendorErrors } from './failure.js';
import { mostUrlBytes, timeoutMs } from './limits.js';
import { instanceOf, type MarketoSettings } from './settings.js';
import { SignIn } from './sign-in.js';
import { Turns } from './turns.js';

export type Query = readonly (readonly [name: string, value: string])[];

export interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** From the root of the instance, e.g. `/rest/v1/leads.json`. */
  readonly path: string;
  readonly query?: Query;
  readonly body?: { readonly type: string; readonly content: string };
}

/** A successful answer; what it is about is in `result`. */
export interface Answer {
  readonly result: readonly unknown[];
  readonly nextPageToken: string | null;
}

/** An answer as it came; `said` is its JSON where it is some. */
interface Response extends OutboundResponse {
  readonly said: unknown;
}

/** Refusals for want of a good token; nothing was carried out, so asking once more is safe. */
const tokenCodes = ['600', '601', '602'];

/**
 * The REST API of one instance. Nearly everything is answered with HTTP 200: whether it went well is said in the
 * body, first of the call and then of each record.
 */
export class MarketoClient {
  readonly instance: string;
  /** Everything that writes takes its turn. */
  readonly turns = new Turns();
  readonly #baseUrl: string;
  readonly #surroundings: Surroundings;
  readonly #signIn: SignIn;
  readonly #peer: string;
  #calls = 0;

  constructor(settings: MarketoSettings, surroundings: Surroundings) {
    this.#baseUrl = settings.baseUrl;
    this.#surroundings = surroundings;
    this.instance = instanceOf(settings.baseUrl);
    this.#peer = `marketo:${this.instance}`;
    this.#signIn = new SignIn(settings, surroundings, this.#peer);
  }

  now(): Date {
    return this.#surroundings.now();
  }

  /** Throws `SystemError`. */
  async signIn(): Promise<void> {
    await this.#signIn.current();
  }

  /** Marketo tells what was used of a day but not of how much, so nothing is reported. */
  usage(): ApiUsage {
    return { calls: this.#calls, reported: null };
  }

  /** Throws {@link CallFailure} where the call was not answered or was refused, `SystemError` without a token or budget. */
  async request(call: Call): Promise<Answer> {
    const { said: answer } = await this.#exchange(call);
    if (!isObject(answer) || answer.success !== true) throw unreadable();
    return {
      result: Array.isArray(answer.result) ? answer.result : [],
      nextPageToken: textOf(answer.nextPageToken),
    };
  }

  /** A file, as it is. Throws like {@link request}. */
  async download(call: Call): Promise<string> {
    return (await this.#exchange(call)).body;
  }

  /** A search whose values may be too long for an address; it then goes as a form ("Leads", `_method=GET`). */
  search(path: string, query: Query): Promise<Answer> {
    const content = formOf(query);
    if (this.#baseUrl.length + path.length + content.length <= mostUrlBytes) {
      return this.request({ method: 'GET', path, query });
    }
    const body = { type: 'application/x-www-form-urlencoded', content };
    return this.request({ method: 'POST', path, query: [['_method', 'GET']], body });
  }

  async #exchange(call: Call): Promise<Response> {
    const token = await this.#signIn.current();
    const answer = await this.#send(call, token);
    const refusal = refusalIn(answer);
    if (!refusal) return answer;
    if (!tokenCodes.some((code) => refusal.has(code))) throw refusal;
    const again = await this.#send(call, await this.#signIn.renew(token));
    const refusedAgain = refusalIn(again);
    if (refusedAgain) throw refusedAgain;
    return again;
  }

  async #send({ method, path, query = [], body }: Call, token: string): Promise<Response> {
    this.#calls += 1;
    const { budget, http } = this.#surroundings;
    const request = {
      method,
      url: `${this.#baseUrl}${path}${query.length > 0 ? `?${formOf(query)}` : ''}`,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        ...(body && { 'content-type': body.type }),
      },
      body: body?.content,
      timeoutMs,
      peer: this.#peer,
    };
    try {
      const answer = await budget.spend('call', () => http.request(request));
      return { ...answer, said: parsed(answer.body) };
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      throw failed(error.kind.toUpperCase().replace('-', '_'), error.message);
    }
  }
}

export function json(value: unknown): { readonly type: string; readonly content: string } {
  return { type: 'application/json', content: JSON.stringify(value) };
}

/** Spaces as `+` and everything else that is special as `%xx`, so that a `+` in an address stays one. */
function formOf(query: Query): string {
  return new URLSearchParams([...query].map(([name, value]): [string, string] => [name, value])).toString();
}

/** Why an answer is none; null where it is one. */
function refusalIn({ status, said }: Response): CallFailure | null {
  if (status === 413 || status === 414)
    return failed(`HTTP_${status}`, `Marketo answered with status ${status}.`);
  if (isObject(said) && said.success === false) {
    const errors = vendorErrors(said.errors);
    return errors.length > 0 ? new CallFailure(errors) : unreadable();
  }
  if (status >= 500) return failed('HTTP_5XX', `Marketo answered with status ${status}.`);
  return status === 200 ? null : failed('HTTP_4XX', `Marketo answered with status ${status}.`);
}

function unreadable(): CallFailure {
  return failed('UNREADABLE_ANSWER', 'The answer of Marketo cannot be read.');
}

function parsed(body: string): unknown {
  if (!body.trimStart().startsWith('{')) return null;
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
