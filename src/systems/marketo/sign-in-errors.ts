import type { OutboundError } from '../../platform/http/index.js';
import type { Failure, WhoActs } from '../system.js';
import { SystemError } from '../system.js';
import { isObject, textOf } from './failure.js';

/** What the identity service's refusal is to those who wanted to sign in. */
export function refusedSignIn(status: number, answer: unknown): SystemError {
  const code = (isObject(answer) ? textOf(answer.error) : null) ?? `IDENTITY_HTTP_${status}`;
  const said = isObject(answer) ? textOf(answer.error_description) : null;
  const message = said?.slice(0, 300) ?? `The identity service of Marketo answered with status ${status}.`;
  if (status >= 500 || status === 429) {
    return new SystemError(
      'unavailable',
      problem(code, message, 'Nothing to do: it is tried again by itself.', 'vendor'),
    );
  }
  const advice =
    status === 401
      ? 'Check `clientId` and `clientSecret`: Marketo shows both under Admin, LaunchPoint, View Details of the custom service.'
      : 'Check `baseUrl`: this may not be the REST endpoint of a Marketo instance.';
  return new SystemError('sign-in', problem(code, message, advice, 'admin'));
}

export function unreachableIdentity(error: OutboundError): SystemError {
  const blocked = error.kind === 'blocked';
  const advice = blocked
    ? 'Check `baseUrl`; private addresses and plain http need ALLOW_PRIVATE_NETWORK=true.'
    : 'Nothing to do if it passes: it is tried again by itself. Otherwise check `baseUrl`.';
  const code = `IDENTITY_${error.kind.toUpperCase().replace('-', '_')}`;
  return new SystemError(
    blocked ? 'misconfigured' : 'unavailable',
    problem(code, error.message, advice, blocked ? 'admin' : 'vendor'),
  );
}

export function tooManySignIns(limit: number): SystemError {
  const message = `Signed in ${limit} times within a minute and was refused again each time.`;
  const advice = 'Check the IP allow-list and the role of the API-only user, and `baseUrl`.';
  return new SystemError('sign-in', problem('TOO_MANY_SIGN_INS', message, advice, 'admin'), 60);
}

export function dyingToken(): SystemError {
  const message = 'Marketo keeps answering a token that has ended or is about to.';
  return new SystemError(
    'unavailable',
    problem('DYING_TOKEN', message, 'Nothing to do: it is tried again by itself.', 'vendor'),
    30,
  );
}

export function unreadableToken(what: string): SystemError {
  const message = `The answer of the identity service ${what}.`;
  const advice = 'Check `baseUrl`: it may not be the REST endpoint of a Marketo instance.';
  return new SystemError('sign-in', problem('UNREADABLE_TOKEN', message, advice, 'admin'));
}

function problem(code: string, message: string, advice: string, whoActs: WhoActs): Failure {
  return { code, message, field: null, advice, whoActs };
}
