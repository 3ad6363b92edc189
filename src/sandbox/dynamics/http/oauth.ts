import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiAnswer } from '../../frame/index.js';
import type { Environment } from '../environment/environment.js';

/** The app registration that may sign in. */
export interface RegisteredApp {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

interface Refusal {
  readonly status: number;
  readonly error: string;
  readonly number: number;
  readonly description: string;
}

/**
 * The token endpoint of Microsoft Entra for client credentials; no refresh token is ever issued. Source: Microsoft
 * identity platform, "OAuth 2.0 client credentials grant flow".
 */
export function answerToken(
  environment: Environment,
  app: RegisteredApp,
  tenant: string,
  form: URLSearchParams,
  environmentUrl: string,
): ApiAnswer {
  const refusal = refusalOf(app, tenant, form, environmentUrl);
  if (refusal) return { status: refusal.status, body: bodyOf(refusal) };
  const { tokenSeconds, tokenLifetimeCalls } = environment.settings;
  environment.counters.countSignIn();
  return {
    status: 200,
    body: {
      token_type: 'Bearer',
      expires_in: tokenSeconds,
      ext_expires_in: tokenSeconds,
      access_token: environment.sessions.open({ calls: tokenLifetimeCalls, seconds: tokenSeconds }),
    },
  };
}

function refusalOf(
  app: RegisteredApp,
  tenant: string,
  form: URLSearchParams,
  environmentUrl: string,
): Refusal | null {
  if (tenant !== app.tenantId) {
    return refuse(400, 'invalid_request', 90002, `Tenant '${tenant}' not found.`);
  }
  if (form.get('grant_type') !== 'client_credentials') {
    return refuse(400, 'unsupported_grant_type', 70003, 'The app requested an unsupported grant type.');
  }
  if (form.get('client_id') !== app.clientId) {
    const description = `Application with identifier '${form.get('client_id')}' was not found in the directory.`;
    return refuse(400, 'unauthorized_client', 700016, description);
  }
  if (!sameText(form.get('client_secret') ?? '', app.clientSecret)) {
    return refuse(401, 'invalid_client', 7000215, 'Invalid client secret provided.');
  }
  const scope = form.get('scope') ?? '';
  if (!scope.endsWith('/.default')) {
    const description = `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.`;
    return refuse(400, 'invalid_scope', 1002012, description);
  }
  if (scope !== `${environmentUrl}/.default`) {
    const resource = scope.slice(0, -'/.default'.length);
    return refuse(
      400,
      'invalid_resource',
      500011,
      `The resource principal named ${resource} was not found in the tenant.`,
    );
  }
  return null;
}

function refuse(status: number, error: string, number: number, description: string): Refusal {
  return { status, error, number, description };
}

function bodyOf({ error, number, description }: Refusal): object {
  return {
    error,
    error_description: `AADSTS${number}: ${description}`,
    error_codes: [number],
    timestamp: new Date().toISOString(),
  };
}

/** Compares digests, which are of equal length. */
function sameText(a: string, b: string): boolean {
  return timingSafeEqual(digestOf(a), digestOf(b));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
