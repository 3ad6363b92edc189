import type { OutboundError } from '../../platform/http/index.js';
import type { WhoActs } from '../system.js';
import { SystemError } from '../system.js';

/** Advice by what the token endpoint says; the codes alone cover too many causes. */
const causes: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [
    /not supported on this domain/i,
    'Set `loginUrl` to the My Domain address of the org: this flow works nowhere else.',
  ],
  [
    /no client credentials user enabled/i,
    'Choose a "run as" user in the client credentials settings of the connected app.',
  ],
  [
    /hasn't approved|not approved|not admin approved/i,
    'Pre-authorise the integration user for the connected app ("Admin approved users").',
  ],
  [
    /audience/i,
    'Set `audience` to https://login.salesforce.com, or https://test.salesforce.com for a sandbox.',
  ],
  [
    /assertion|expired/i,
    'Check the clock of this machine, the username, and that the certificate of the app belongs to the private key.',
  ],
  [
    /invalid_client_id|client identifier/i,
    'Check `clientId`: the org knows no app with this consumer key. A new app needs some minutes to be known.',
  ],
  [
    /invalid_client|client secret|client credentials/i,
    'Check `clientSecret`: it does not belong to the consumer key.',
  ],
];

const generalAdvice =
  'Check the credentials and that the connected app allows this flow and this user (Setup, Login History tells why).';

/** What the token endpoint's refusal is to those who wanted to sign in. */
export function refusedSignIn(error: unknown, status: number): SystemError {
  const code = error instanceof Error ? error.name : 'UNKNOWN';
  const message =
    error instanceof Error ? error.message : 'The token endpoint answered something unreadable.';
  if (/already being processed/i.test(message)) return later(code, message, 1);
  if (status >= 500 || status === 429) return later(code, firstLine(message), null);
  const [, advice = generalAdvice] = causes.find(([pattern]) => pattern.test(`${code} ${message}`)) ?? [];
  return new SystemError('sign-in', problem(code, firstLine(message), advice, 'admin'));
}

export function unreachableLogin(error: OutboundError): SystemError {
  const blocked = error.kind === 'blocked';
  const advice = blocked
    ? 'Check `loginUrl`; private addresses and plain http need ALLOW_PRIVATE_NETWORK=true.'
    : 'Nothing to do if it passes: it is tried again by itself. Otherwise check `loginUrl`.';
  const failure = problem(`LOGIN_${codeOf(error)}`, error.message, advice, blocked ? 'admin' : 'vendor');
  return new SystemError(blocked ? 'misconfigured' : 'unavailable', failure);
}

export function tooManySignIns(limit: number): SystemError {
  const message = `Signed in ${limit} times within a minute and was refused again each time.`;
  const advice = 'Check IP restrictions and API access of the integration user, and `loginUrl`.';
  return new SystemError('sign-in', problem('TOO_MANY_SIGN_INS', message, advice, 'admin'), 60);
}

export function unreadableToken(what: string): SystemError {
  const message = `The answer of the token endpoint ${what}.`;
  return new SystemError(
    'sign-in',
    problem('UNREADABLE_TOKEN', message, 'Check `loginUrl`: it may not be a Salesforce address.', 'admin'),
  );
}

export function badPrivateKey(): SystemError {
  const message = 'The private key cannot be read or cannot sign with RS256.';
  return new SystemError(
    'sign-in',
    problem(
      'BAD_PRIVATE_KEY',
      message,
      'Give an RSA key in PEM, with its BEGIN and END lines and no password.',
      'admin',
    ),
  );
}

/** Signed in afresh, and refused all the same. */
export function refusedSession(message: string): SystemError {
  const advice =
    'Check that the integration user is active, may use the API, and may sign in from this address.';
  return new SystemError('sign-in', problem('INVALID_SESSION_ID', message, advice, 'admin'));
}

export function codeOf({ kind }: OutboundError): string {
  return kind.toUpperCase().replace('-', '_');
}

function later(code: string, message: string, retryAfter: number | null): SystemError {
  return new SystemError(
    'unavailable',
    problem(code, message, 'Nothing to do: it is tried again by itself.', 'vendor'),
    retryAfter,
  );
}

function problem(code: string, message: string, advice: string, whoActs: WhoActs) {
  return { code, message, field: null, advice, whoActs };
}

/** Gateways answer with whole pages. */
function firstLine(message: string): string {
  return message.trim().split('\n', 1)[0]?.slice(0, 300) ?? '';
}
