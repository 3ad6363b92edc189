import { OutboundError } from '../../platform/http/index.js';
import type { Surroundings } from '../system.js';
import { isObject, parsed } from './json.js';
import type { DynamicsSettings } from './settings.js';
import { refusedSignIn, tooManySignIns, unreachableLogin, unreadableToken } from './sign-in-errors.js';

export interface Token {
  readonly value: string;
  readonly goodUntil: number;
}

/** A token is renewed so long before it ends, so that no call is under way when it does. */
const marginMs = 5 * 60_000;
/** An environment that keeps refusing what has just been issued must not be asked for ever. */
const signInsPerMinute = 10;
const tokenTimeoutMs = 30_000;

/**
 * Tokens of the client credentials flow, one request at a time, shared by all calls that need one. The flow issues
 * no refresh tokens (Microsoft identity platform, "OAuth 2.0 client credentials grant").
 */
export class Tokens {
  readonly #settings: DynamicsSettings;
  readonly #surroundings: Surroundings;
  readonly #peer: string;
  #token: Token | null = null;
  #underWay: Promise<Token> | null = null;
  #startedAt: number[] = [];

  constructor(settings: DynamicsSettings, surroundings: Surroundings, peer: string) {
    this.#settings = settings;
    this.#surroundings = surroundings;
    this.#peer = peer;
  }

  /** A token that is good for now, fetched if need be. Throws `SystemError`. */
  async current(): Promise<Token> {
    const token = this.#token;
    return token && this.#now() < token.goodUntil ? token : this.#shared();
  }

  /** Another token than the one that was refused, unless somebody has fetched it already. Throws `SystemError`. */
  renew(refused: Token): Promise<Token> {
    if (this.#token === refused) this.#token = null;
    return this.current();
  }

  #shared(): Promise<Token> {
    this.#underWay ??= this.#fetch().finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  async #fetch(): Promise<Token> {
    this.#countSignIn();
    const { organizationUrl, tokenUrl, clientId, clientSecret } = this.#settings;
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: `${organizationUrl}/.default`,
    });
    try {
      const answer = await this.#surroundings.http.request({
        method: 'POST',
        url: tokenUrl,
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: form.toString(),
        timeoutMs: tokenTimeoutMs,
        peer: this.#peer,
      });
      if (answer.status !== 200) throw refusedSignIn(answer);
      this.#token = this.#read(answer.body);
      return this.#token;
    } catch (error) {
      throw error instanceof OutboundError ? unreachableLogin(error) : error;
    }
  }

  #read(body: string): Token {
    const answer = parsed(body);
    if (!isObject(answer)) throw unreadableToken('is no JSON object');
    const { access_token: value, expires_in: seconds } = answer;
    if (typeof value !== 'string' || value === '') throw unreadableToken('has no access_token');
    const lifeMs = Number(seconds) * 1_000;
    if (!(lifeMs > 0)) throw unreadableToken('has no expires_in');
    return { value, goodUntil: this.#now() + Math.max(lifeMs - marginMs, lifeMs / 2) };
  }

  #countSignIn(): void {
    const now = this.#now();
    this.#startedAt = this.#startedAt.filter((at) => now - at < 60_000);
    if (this.#startedAt.length >= signInsPerMinute) throw tooManySignIns(signInsPerMinute);
    this.#startedAt.push(now);
  }

  #now(): number {
    return this.#surroundings.now().getTime();
  }
}
