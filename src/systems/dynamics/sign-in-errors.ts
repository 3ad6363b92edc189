import type { OutboundError, OutboundResponse } from '../../platform/http/index.js';
import type { WhoActs } from '../system.js';
import { SystemError } from '../system.js';
import { isObject, parsed, textOf } from './json.js';
import { retryAfterOf } from './retry-after.js';

/** Advice by the number that Microsoft Entra gives ("Microsoft Entra authentication and authorization error codes"). */
const causes: Readonly<Record<number, string>> = {
  7000215: 'Check `clientSecret`: give the value of the secret, not its id.',
  7000222: 'The client secret has expired. Make a new one in the app registration and give its value.',
  700016: 'Check `clientId` and `tenantId`: the tenant knows no such app.',
  90002: 'Check `tenantId`: there is no such tenant.',
  900023: 'Check `tenantId`: it is neither an id nor a domain of a tenant.',
  1002012: 'Check `organizationUrl`: it must be the address of the environment, without a path.',
  500011: 'Check `organizationUrl`: the tenant knows no environment of this address.',
};

const generalAdvice =
  'Check `tenantId`, `clientId` and `clientSecret` (Entra admin center, Sign-in logs, Service principal sign-ins tells why).';
const waits = 'Nothing to do: it is tried again by itself.';

/** What the token endpoint's refusal is to those who wanted to sign in. */
export function refusedSignIn(answer: OutboundResponse): SystemError {
  const body = parsed(answer.body);
  const refusal = isObject(body) ? body : {};
  const code = textOf(refusal.error) ?? `ERROR_HTTP_${answer.status}`;
  const message = firstLine(textOf(refusal.error_description) ?? answer.body) || 'No reason was given.';
  if (answer.status >= 500 || answer.status === 429) {
    return new SystemError('unavailable', problem(code, message, waits, 'vendor'), retryAfterOf(answer));
  }
  const numbers = Array.isArray(refusal.error_codes) ? refusal.error_codes.map(Number) : [];
  const named = Number(/AADSTS(\d+)/.exec(message)?.[1]);
  const advice = [...numbers, named].map((number) => causes[number]).find(Boolean) ?? generalAdvice;
  return new SystemError('sign-in', problem(code, message, advice, 'admin'));
}

export function unreachableLogin(error: OutboundError): SystemError {
  const blocked = error.kind === 'blocked';
  const advice = blocked
    ? 'Check `tokenUrl`; private addresses and plain http need ALLOW_PRIVATE_NETWORK=true.'
    : 'Nothing to do if it passes: it is tried again by itself. Otherwise check `tokenUrl`.';
  const failure = problem(`LOGIN_${codeOf(error)}`, error.message, advice, blocked ? 'admin' : 'vendor');
  return new SystemError(blocked ? 'misconfigured' : 'unavailable', failure);
}

export function tooManySignIns(limit: number): SystemError {
  const message = `Signed in ${limit} times within a minute and was refused again each time.`;
  const advice = 'Check `organizationUrl` and the application user of the app in the environment.';
  return new SystemError('sign-in', problem('TOO_MANY_SIGN_INS', message, advice, 'admin'), 60);
}

export function unreadableToken(what: string): SystemError {
  const message = `The answer of the token endpoint ${what}.`;
  const advice = 'Check `tokenUrl`: it may not be an endpoint of Microsoft Entra.';
  return new SystemError('sign-in', problem('UNREADABLE_TOKEN', message, advice, 'admin'));
}

/** Signed in afresh, and refused all the same. */
export function refusedToken(message: string): SystemError {
  const advice =
    'Check that `organizationUrl` belongs to the tenant and that the environment has an application user for the app.';
  return new SystemError('sign-in', problem('UNAUTHORIZED', message, advice, 'admin'));
}

export function codeOf({ kind }: OutboundError): string {
  return kind.toUpperCase().replace('-', '_');
}

function problem(code: string, message: string, advice: string, whoActs: WhoActs) {
  return { code, message, field: null, advice, whoActs };
}

/** Gateways answer with whole pages, and Entra with several lines of ids. */
function firstLine(message: string): string {
  return message.trim().split(/\r?\n/, 1)[0]?.slice(0, 300) ?? '';
}
