import { createHmac, timingSafeEqual, verify } from 'node:crypto';
import { isObject, type ApiAnswer } from '../../frame/index.js';
import type { SalesforceOrg } from '../org/org.js';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** Assertions are made to be short-lived: three minutes, and two for clocks that differ. */
const LONGEST_ASSERTION_SECONDS = 300;
const LOGIN_HOSTS = ['https://login.salesforce.com', 'https://test.salesforce.com'];

/** The application that may sign in, as it would be set up in the org. */
export interface ConnectedApp {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The user that JWT assertions may name, and that client credentials run as. */
  readonly username: string;
  /** PEM of the key or certificate that signs assertions; null takes any signature for this user. */
  readonly publicKey: string | null;
}

interface TokenRequest {
  readonly form: URLSearchParams;
  readonly authorization: string | undefined;
}

class OAuthRefused extends Error {
  override readonly name = 'OAuthRefused';

  constructor(
    readonly code: string,
    description: string,
  ) {
    super(description);
  }
}

/**
 * The token endpoint: client credentials and JWT bearer. As with Salesforce the answer has no `expires_in`.
 * Source: Salesforce Help, OAuth 2.0 Client Credentials Flow and OAuth 2.0 JWT Bearer Flow.
 */
export function answerToken(
  org: SalesforceOrg,
  app: ConnectedApp,
  request: TokenRequest,
  baseUrl: string,
): ApiAnswer {
  try {
    grant(app, request, baseUrl);
  } catch (error) {
    if (!(error instanceof OAuthRefused)) throw error;
    return { status: 400, body: { error: error.code, error_description: error.message } };
  }
  org.counters.countSignIn();
  const id = `${baseUrl}/id/${org.id}/${org.userId}`;
  const issuedAt = String(Date.now());
  return {
    status: 200,
    body: {
      access_token: org.sessions.open({ calls: org.settings.tokenLifetimeCalls }),
      instance_url: baseUrl,
      id,
      token_type: 'Bearer',
      scope: 'api',
      issued_at: issuedAt,
      signature: createHmac('sha256', app.clientSecret)
        .update(id + issuedAt)
        .digest('base64'),
    },
  };
}

/** `POST /services/oauth2/revoke`. */
export function answerRevoke(org: SalesforceOrg, form: URLSearchParams): ApiAnswer {
  if (org.sessions.revoke(form.get('token') ?? '')) return { status: 200 };
  return {
    status: 400,
    body: { error: 'unsupported_token_type', error_description: 'this token is not known' },
  };
}

/** `GET /id/{organisation}/{user}`: who a token belongs to. */
export function answerIdentity(
  org: SalesforceOrg,
  app: ConnectedApp,
  authorization: string | undefined,
): ApiAnswer {
  const token = /^(?:Bearer|OAuth) (\S+)$/.exec(authorization ?? '')?.[1] ?? '';
  if (!org.sessions.use(token, org.settings.sessionSeconds)) return { status: 403, body: 'Bad_OAuth_Token' };
  return {
    status: 200,
    body: {
      user_id: org.userId,
      organization_id: org.id,
      username: app.username,
      display_name: 'Tributary sandbox user',
      active: true,
    },
  };
}

function grant(app: ConnectedApp, request: TokenRequest, baseUrl: string): void {
  const type = request.form.get('grant_type');
  if (type === 'client_credentials') return checkClient(app, request);
  if (type === JWT_BEARER) return checkAssertion(app, request.form.get('assertion') ?? '', baseUrl);
  throw new OAuthRefused('unsupported_grant_type', 'grant type not supported');
}

function checkClient(app: ConnectedApp, { form, authorization }: TokenRequest): void {
  const [basicId, basicSecret] = basicCredentials(authorization);
  if ((form.get('client_id') ?? basicId) !== app.clientId) {
    throw new OAuthRefused('invalid_client_id', 'client identifier invalid');
  }
  if (!sameText(form.get('client_secret') ?? basicSecret ?? '', app.clientSecret)) {
    throw new OAuthRefused('invalid_client', 'invalid client credentials');
  }
}

function basicCredentials(authorization: string | undefined): readonly string[] {
  const encoded = /^Basic (\S+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return [];
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  return colon < 0 ? [text] : [text.slice(0, colon), text.slice(colon + 1)];
}

function checkAssertion(app: ConnectedApp, assertion: string, baseUrl: string): void {
  const [head = '', body = '', signature = '', ...rest] = assertion.split('.');
  const claims = decodePart(body);
  if (decodePart(head)['alg'] !== 'RS256' || signature === '' || rest.length > 0) {
    throw new OAuthRefused('invalid_grant', 'invalid assertion');
  }
  if (claims['iss'] !== app.clientId)
    throw new OAuthRefused('invalid_client_id', 'client identifier invalid');
  if (![...LOGIN_HOSTS, baseUrl].some((host) => claims['aud'] === host || claims['aud'] === `${host}/`)) {
    throw new OAuthRefused('invalid_grant', 'audience is invalid');
  }
  checkExpiry(claims['exp']);
  if (claims['sub'] !== app.username) {
    throw new OAuthRefused('invalid_grant', "user hasn't approved this consumer");
  }
  const isSigned =
    app.publicKey === null ||
    verify('RSA-SHA256', Buffer.from(`${head}.${body}`), app.publicKey, Buffer.from(signature, 'base64url'));
  if (!isSigned) throw new OAuthRefused('invalid_grant', 'invalid assertion');
}

/** `exp` is in seconds; a value in milliseconds lies far ahead and is refused with the rest. */
function checkExpiry(exp: unknown): void {
  const secondsLeft = typeof exp === 'number' ? exp - Date.now() / 1000 : Number.NaN;
  if (secondsLeft <= 0) throw new OAuthRefused('invalid_grant', 'assertion is expired');
  if (!(secondsLeft <= LONGEST_ASSERTION_SECONDS)) {
    throw new OAuthRefused('invalid_grant', 'invalid assertion');
  }
}

function decodePart(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
