import { formOf, type ApiAnswer, type IncomingCall } from '../../frame/index.js';
import type { MarketoInstance } from '../instance/instance.js';

/** The custom service that may sign in. */
export interface CustomService {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The API-only user that the service runs as. */
export const API_USER = 'integration@tributary.sandbox';

/**
 * The identity service: client credentials in the address or as a form ("Authentication" of the developer guide).
 * Its calls count against no limit.
 */
export function answerToken(
  instance: MarketoInstance,
  service: CustomService,
  call: IncomingCall,
): ApiAnswer {
  const mark = call.url.indexOf('?');
  const query = new URLSearchParams(mark < 0 ? '' : call.url.slice(mark + 1));
  const form = formOf(call);
  const given = (name: string) => form.get(name) ?? query.get(name);
  if (given('grant_type') !== 'client_credentials') {
    return refusal(400, 'unsupported_grant_type', 'Unsupported grant type');
  }
  if (given('client_id') !== service.clientId) {
    return refusal(401, 'invalid_client', `No client with requested id: ${given('client_id') ?? ''}`);
  }
  if (given('client_secret') !== service.clientSecret) {
    return refusal(401, 'unauthorized', 'Bad client credentials');
  }
  const { text, endsIn, isNew } = instance.tokens.issue(instance.settings.tokenSeconds);
  if (isNew) instance.counters.countSignIn();
  return {
    status: 200,
    body: { access_token: text, token_type: 'bearer', expires_in: endsIn, scope: API_USER },
  };
}

function refusal(status: number, error: string, description: string): ApiAnswer {
  return { status, body: { error, error_description: description } };
}
