import { createPrivateKey } from 'node:crypto';
import { OAuth2 } from 'jsforce/lib/oauth2.js';
import type { HttpRequest, HttpResponse } from 'jsforce/lib/types/common.js';
import { SignJWT } from 'jose';
import { OutboundError } from '../../platform/http/index.js';
import type { Surroundings } from '../system.js';
import { isObject } from './failure.js';
import type { SalesforceSettings } from './settings.js';
import {
  badPrivateKey,
  refusedSignIn,
  tooManySignIns,
  unreadableToken,
  unreachableLogin,
} from './sign-in-errors.js';
import { OutboundTransport, sendThrough, textBody } from './transport.js';

export interface SignedIn {
  readonly accessToken: string;
  readonly instanceUrl: string;
  /** 18 characters. */
  readonly organisationId: string;
}

/** Salesforce takes assertions of three minutes at most; less leaves room for clocks that differ. */
const assertionSeconds = 120;
/** An org that keeps refusing what it has just issued must not be asked for ever. */
const signInsPerMinute = 10;
const tokenTimeoutMs = 30_000;
const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** The session with the organisation: one sign-in at a time, shared by all calls that need it. */
export class SignIn {
  readonly #settings: SalesforceSettings;
  readonly #surroundings: Surroundings;
  readonly #peer: string;
  #signedIn: SignedIn | null = null;
  #underWay: Promise<SignedIn> | null = null;
  #startedAt: number[] = [];

  constructor(settings: SalesforceSettings, surroundings: Surroundings, peer: string) {
    this.#settings = settings;
    this.#surroundings = surroundings;
    this.#peer = peer;
  }

  /** The session, opened if need be. Throws `SystemError`. */
  async current(): Promise<SignedIn> {
    return this.#signedIn ?? (await this.#shared());
  }

  /** Another session than the one that was refused, unless somebody has fetched it already. Throws `SystemError`. */
  async renew(refused: SignedIn): Promise<SignedIn> {
    if (this.#signedIn === refused) this.#signedIn = null;
    return this.current();
  }

  #shared(): Promise<SignedIn> {
    this.#underWay ??= this.#open().finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  async #open(): Promise<SignedIn> {
    this.#countSignIn();
    const oauth = new OAuth2({
      loginUrl: this.#settings.loginUrl,
      clientId: this.#settings.credentials.clientId,
      clientSecret: this.#usesPrivateKey() ? undefined : this.#settings.credentials.clientSecret,
    });
    let status = 0;
    const transport = new OutboundTransport(async (request) => {
      const response = await this.#exchange(request);
      status = response.statusCode;
      return response;
    });
    sendThrough(oauth, transport);
    const grant = await this.#grant();
    const token: unknown = await oauth.requestToken(grant).catch((error: unknown) => {
      throw error instanceof OutboundError ? unreachableLogin(error) : refusedSignIn(error, status);
    });
    this.#signedIn = readToken(token);
    return this.#signedIn;
  }

  #countSignIn(): void {
    const now = this.#surroundings.now().getTime();
    this.#startedAt = this.#startedAt.filter((at) => now - at < 60_000);
    if (this.#startedAt.length >= signInsPerMinute) throw tooManySignIns(signInsPerMinute);
    this.#startedAt.push(now);
  }

  #usesPrivateKey(): boolean {
    return Boolean(this.#settings.credentials.privateKey);
  }

  async #grant(): Promise<{ grant_type: string; [name: string]: string }> {
    if (!this.#usesPrivateKey()) return { grant_type: 'client_credentials' };
    return { grant_type: jwtBearer, assertion: await this.#assertion() };
  }

  async #assertion(): Promise<string> {
    const { clientId = '', username = '', privateKey = '' } = this.#settings.credentials;
    const expires = Math.floor(this.#surroundings.now().getTime() / 1_000) + assertionSeconds;
    try {
      return await new SignJWT()
        .setProtectedHeader({ alg: 'RS256' })
        .setIssuer(clientId)
        .setSubject(username)
        .setAudience(this.#settings.audience ?? audienceOf(this.#settings.loginUrl))
        .setExpirationTime(expires)
        .sign(createPrivateKey(privateKey.replaceAll('\\n', '\n')));
    } catch {
      throw badPrivateKey();
    }
  }

  async #exchange(request: HttpRequest): Promise<HttpResponse> {
    const { method, url, headers } = request;
    const body = textBody(request);
    const timeoutMs = tokenTimeoutMs;
    const answer = await this.#surroundings.http.request({
      method,
      url,
      headers,
      body,
      timeoutMs,
      peer: this.#peer,
    });
    return { statusCode: answer.status, headers: { ...answer.headers }, body: answer.body };
  }
}

/**
 * The audience is the login host itself for the two shared ones, and the shared host behind a My Domain
 * address (Salesforce Help, "OAuth 2.0 JWT Bearer Flow for Server-to-Server Integration").
 */
export function audienceOf(loginUrl: string): string {
  const { origin, hostname } = new URL(loginUrl);
  if (!hostname.endsWith('.my.salesforce.com')) return origin;
  return hostname.endsWith('.sandbox.my.salesforce.com')
    ? 'https://test.salesforce.com'
    : 'https://login.salesforce.com';
}

function readToken(token: unknown): SignedIn {
  if (!isObject(token)) throw unreadableToken('is no JSON object');
  const { access_token: accessToken, instance_url: instanceUrl, id } = token;
  if (typeof accessToken !== 'string' || accessToken === '') throw unreadableToken('has no access_token');
  if (typeof instanceUrl !== 'string' || !URL.canParse(instanceUrl))
    throw unreadableToken('has no instance_url');
  const organisationId = typeof id === 'string' ? id.split('/').at(-2) : undefined;
  if (!organisationId?.startsWith('00D')) throw unreadableToken('has no id that names the organisation');
  return { accessToken, instanceUrl: new URL(instanceUrl).origin, organisationId };
}
