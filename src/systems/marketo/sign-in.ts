import { setTimeout as sleep } from 'node:timers/promises';
import { OutboundError, type OutboundResponse } from '../../platform/http/index.js';
import type { Surroundings } from '../system.js';
import { isObject, textOf } from './failure.js';
import type { MarketoSettings } from './settings.js';
import {
  dyingToken,
  refusedSignIn,
  tooManySignIns,
  unreachableIdentity,
  unreadableToken,
} from './sign-in-errors.js';

interface Token {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
  readonly endsIn: number;
}

/**
 * Until a token ends, Marketo answers the same one again with what is left of its life. One that has less left than
 * this is waited out, since it would end on the way.
 */
const dyingSeconds = 10;
const mostWaits = 3;
/** An instance that keeps refusing what it has just issued must not be asked for ever. */
const signInsPerMinute = 10;
const identityTimeoutMs = 30_000;

/** The token of one API-only user: one sign-in at a time, shared by all calls that need it. */
export class SignIn {
  readonly #settings: MarketoSettings;
  readonly #surroundings: Surroundings;
  readonly #peer: string;
  readonly #pause: (ms: number) => Promise<unknown>;
  #token: Token | null = null;
  #underWay: Promise<Token> | null = null;
  #startedAt: number[] = [];

  constructor(
    settings: MarketoSettings,
    surroundings: Surroundings,
    peer: string,
    pause: (ms: number) => Promise<unknown> = sleep,
  ) {
    this.#settings = settings;
    this.#surroundings = surroundings;
    this.#peer = peer;
    this.#pause = pause;
  }

  /** A token that is good, fetched if need be. Throws `SystemError`. */
  async current(): Promise<string> {
    if (this.#token && this.#token.endsAt > this.#now()) return this.#token.text;
    return (await this.#shared()).text;
  }

  /** A token after this one was refused, unless somebody has fetched another already. Throws `SystemError`. */
  async renew(refused: string): Promise<string> {
    if (this.#token?.text === refused) this.#token = null;
    return this.current();
  }

  #now(): number {
    return this.#surroundings.now().getTime();
  }

  #shared(): Promise<Token> {
    this.#underWay ??= this.#open().finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  async #open(): Promise<Token> {
    this.#countSignIn();
    for (let waits = 0; waits <= mostWaits; waits++) {
      const token = await this.#ask();
      if (token.endsIn > dyingSeconds) return (this.#token = token);
      await this.#pause((Math.max(token.endsIn, 0) + 1) * 1_000);
    }
    throw dyingToken();
  }

  #countSignIn(): void {
    const now = this.#now();
    this.#startedAt = this.#startedAt.filter((at) => now - at < 60_000);
    if (this.#startedAt.length >= signInsPerMinute) throw tooManySignIns(signInsPerMinute);
    this.#startedAt.push(now);
  }

  /** Identity calls count against no limit of Marketo's, so they go without the budget. */
  async #ask(): Promise<Token> {
    const { baseUrl, clientId, clientSecret } = this.#settings;
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    });
    const request = {
      method: 'POST',
      url: `${baseUrl}/identity/oauth/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: form.toString(),
      timeoutMs: identityTimeoutMs,
      peer: this.#peer,
    };
    try {
      return this.#read(await this.#surroundings.http.request(request));
    } catch (error) {
      throw error instanceof OutboundError ? unreachableIdentity(error) : error;
    }
  }

  #read({ status, body }: OutboundResponse): Token {
    const answer = parsed(body);
    if (status !== 200) throw refusedSignIn(status, answer);
    const text = isObject(answer) ? textOf(answer.access_token) : null;
    const endsIn = isObject(answer) ? Number(answer.expires_in) : Number.NaN;
    if (text === null) throw unreadableToken('has no access_token');
    if (!Number.isFinite(endsIn)) throw unreadableToken('has no expires_in');
    return { text, endsIn, endsAt: this.#now() + endsIn * 1_000 };
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
