import { OutboundError } from '../../platform/http/index.js';
import type { Surroundings } from '../system.js';
import { SystemError } from '../system.js';
import { isObject, textOf } from './failure.js';
import type { Credentials, DemandbaseSettings } from './settings.js';

/** A token is renewed so long before its end that a call which begins with it ends with it. */
const renewedBefore = 5 * 60_000;
/** Eight hours, where the answer does not say. */
const usualLifeSeconds = 28_800;
/** An organisation that keeps refusing what it has just issued must not be asked for ever. */
const signInsPerMinute = 10;
const tokenTimeoutMs = 30_000;

/** The token of all calls: pasted by people, or got for a key set; one sign-in at a time for all that need it. */
export class SignIn {
  #token: { readonly value: string; readonly endsAt: number } | null = null;
  #underWay: Promise<string> | null = null;
  #startedAt: number[] = [];

  constructor(
    private readonly settings: DemandbaseSettings,
    private readonly surroundings: Surroundings,
    private readonly peer: string,
  ) {}

  /** Throws `SystemError`. */
  async current(): Promise<string> {
    const { credentials } = this.settings;
    if (credentials.kind === 'token') return credentials.token;
    const isGood = this.#token !== null && this.#token.endsAt > this.surroundings.now().getTime();
    return isGood && this.#token ? this.#token.value : this.#shared(credentials);
  }

  /** Another token than the one that was refused, unless somebody has fetched it already. Throws `SystemError`. */
  async renew(refused: string, message: string): Promise<string> {
    if (this.settings.credentials.kind === 'token') throw refusedToken(message);
    if (this.#token?.value === refused) this.#token = null;
    return this.current();
  }

  #shared(keySet: KeySet): Promise<string> {
    this.#underWay ??= this.#fetch(keySet).finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  async #fetch({ clientId, clientSecret }: KeySet): Promise<string> {
    this.#countSignIn();
    const answer = await this.surroundings.http
      .request({
        method: 'POST',
        url: `${this.settings.baseUrl}/auth/v1/token`,
        headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
        body: JSON.stringify({ grantType: 'client_credentials', clientId, clientSecret }),
        timeoutMs: tokenTimeoutMs,
        peer: this.peer,
      })
      .catch((error: unknown) => {
        throw error instanceof OutboundError ? unreachable(error) : error;
      });
    if (answer.status !== 200) throw refusedKeySet(answer.status, answer.body);
    this.#token = this.#read(answer.body);
    return this.#token.value;
  }

  #countSignIn(): void {
    const now = this.surroundings.now().getTime();
    this.#startedAt = this.#startedAt.filter((at) => now - at < 60_000);
    if (this.#startedAt.length >= signInsPerMinute) throw tooManySignIns();
    this.#startedAt.push(now);
  }

  #read(body: string) {
    const answer = parsed(body);
    const value = textOf(answer.accessToken);
    if (value === null) throw unreadableToken();
    const seconds = typeof answer.expiresIn === 'number' ? answer.expiresIn : usualLifeSeconds;
    const life = Math.max(seconds * 1_000 - renewedBefore, seconds * 500);
    return { value, endsAt: this.surroundings.now().getTime() + life };
  }
}

type KeySet = Extract<Credentials, { kind: 'key-set' }>;

/** A key set that was given a token just now, and is refused all the same. */
export function refusedSession(message: string): SystemError {
  return signInError(
    'import-401',
    message,
    'Check that the API key set is enabled and may use the Import API, and that `baseUrl` is that of your organisation.',
  );
}

function refusedToken(message: string): SystemError {
  return signInError(
    'token-refused',
    message,
    'The token has ended or its user was deactivated. Give the destination a new one, or an API key set, which renews its own.',
  );
}

function refusedKeySet(status: number, body: string): SystemError {
  const answer = parsed(body);
  const message = textOf(answer.message) ?? textOf(answer.errorMessage) ?? textOf(answer.status);
  const said = message ?? `The token endpoint answered ${status}.`;
  if (status === 429 || status >= 500) {
    const advice = 'Nothing to do: it is tried again by itself.';
    const failure = {
      code: `token-${status}`,
      message: said,
      field: null,
      advice,
      whoActs: 'vendor' as const,
    };
    return new SystemError('unavailable', failure);
  }
  return signInError(
    `token-${status}`,
    said,
    'Check `clientId` and `clientSecret`: they must be of one API key set that is enabled.',
  );
}

function unreachable(error: OutboundError): SystemError {
  const isBlocked = error.kind === 'blocked';
  const failure = {
    code: `token-${error.kind}`,
    message: error.message,
    field: null,
    advice: isBlocked
      ? 'Check `baseUrl`; private addresses and plain http need ALLOW_PRIVATE_NETWORK=true.'
      : 'Nothing to do if it passes: it is tried again by itself. Otherwise check `baseUrl`.',
    whoActs: isBlocked ? ('admin' as const) : ('vendor' as const),
  };
  return new SystemError(isBlocked ? 'misconfigured' : 'unavailable', failure);
}

function unreadableToken(): SystemError {
  const message = 'The answer of the token endpoint has no accessToken.';
  return signInError('token-unreadable', message, 'Check `baseUrl`: it may not be a Demandbase address.');
}

function tooManySignIns(): SystemError {
  const message = `Signed in ${signInsPerMinute} times within a minute and was refused again each time.`;
  const failure = {
    code: 'too-many-sign-ins',
    message,
    field: null,
    advice: 'Check that the API key set may use the Import API.',
    whoActs: 'admin' as const,
  };
  return new SystemError('sign-in', failure, 60);
}

function signInError(code: string, message: string, advice: string): SystemError {
  return new SystemError('sign-in', { code, message, field: null, advice, whoActs: 'admin' });
}

function parsed(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
