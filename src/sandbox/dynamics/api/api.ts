import type { ApiAnswer, CallKind } from '../../frame/index.js';
import type { Environment } from '../environment/environment.js';
import { answerBatch, batchEndpoint, requestsIn } from './batch.js';
import { isWriting, type Endpoint } from './endpoints.js';
import { ApiRefused, noSuchResource } from './errors.js';
import type { ApiRequest } from './request.js';
import { answerRequest, endpointOf } from './routing.js';
import { objectIn } from '../environment/environment.js';
import { readAddress } from '../odata/address.js';

const LONGEST_ADDRESS = 32_768;

/** The Web API of an environment: signs in, protects, counts and answers. */
export class WebApi {
  constructor(private readonly environment: Environment) {}

  endpointOf(request: ApiRequest): Endpoint {
    return isBatch(request) ? batchEndpoint(request) : endpointOf(request);
  }

  /** Records that the request writes, as sent, with what its address says of them. */
  recordsOf(request: ApiRequest): readonly Readonly<Record<string, unknown>>[] {
    const requests = isBatch(request) ? requestsIn(request) : [request];
    return requests.map(({ url, body }) => ({ ...addressed(url), ...objectIn(body) }));
  }

  count(request: ApiRequest): void {
    const endpoint = this.endpointOf(request);
    this.environment.counters.countCall(endpoint, kindOf(endpoint, request));
    if (request.header('odata-version') !== '4.0' || request.header('odata-maxversion') !== '4.0') {
      this.environment.counters.countViolation('no OData-Version and OData-MaxVersion 4.0');
    }
  }

  answer(request: ApiRequest, version: string, concurrent: number): ApiAnswer {
    this.count(request);
    const { environment } = this;
    try {
      if (!this.#isSignedIn(request)) return unauthorised(request);
      this.#checkUser();
      this.#protect(concurrent);
      if (!/^v9\.[0-2]$/.test(version)) throw noSuchResource(version);
      if (request.url.length > LONGEST_ADDRESS) throw noSuchResource('an address that is too long');
      return isBatch(request)
        ? answerBatch(environment, request)
        : answerRequest(environment, request).answer;
    } catch (error) {
      if (!(error instanceof ApiRefused)) throw error;
      if (error.violation) environment.counters.countViolation(error.message);
      const { status, body, headers } = error;
      return { status, body, headers };
    }
  }

  #isSignedIn(request: ApiRequest): boolean {
    const token = /^Bearer (\S+)$/.exec(request.header('authorization') ?? '')?.[1] ?? '';
    return this.environment.sessions.use(token);
  }

  #checkUser(): void {
    const { applicationUser } = this.environment.settings;
    if (applicationUser === 'absent') {
      throw new ApiRefused(403, '0x80072560', 'The user is not a member of the organization.');
    }
    if (applicationUser === 'no-roles') {
      throw new ApiRefused(403, '0x80042f09', 'The user has not been assigned any License or roles.');
    }
    if (applicationUser === 'disabled') {
      throw new ApiRefused(
        403,
        '0x80040225',
        'The specified user is either disabled or is not a member of any business unit.',
      );
    }
  }

  #protect(concurrent: number): void {
    const { environment } = this;
    const breach = environment.protection.take(environment.settings, concurrent);
    if (!breach) return;
    const headers = { 'retry-after': String(breach.retryAfter) };
    throw new ApiRefused(429, breach.code, breach.message, false, headers);
  }
}

function isBatch({ method, url }: ApiRequest): boolean {
  return method === 'POST' && url === '$batch';
}

function kindOf(endpoint: Endpoint, request: ApiRequest): CallKind {
  if (isWriting(endpoint)) return 'write';
  if (endpoint === 'query' || endpoint === 'retrieve') return 'look-up';
  if (endpoint === 'metadata') return 'describe';
  if (endpoint !== 'read-batch') return 'other';
  return requestsIn(request).some((one) => endpointOf(one) === 'metadata') ? 'describe' : 'look-up';
}

/** The body stays empty; the header says where to sign in. */
function unauthorised({ root }: ApiRequest): ApiAnswer {
  const { origin } = new URL(root);
  return {
    status: 401,
    headers: {
      'www-authenticate': `Bearer authorization_uri=${origin}/common/oauth2/authorize, resource_id=${origin}/`,
    },
  };
}

function addressed(url: string): Readonly<Record<string, string>> {
  try {
    const key = readAddress(url).segments[0]?.key;
    return key?.kind === 'columns' ? Object.fromEntries(key.values) : {};
  } catch (error) {
    if (error instanceof ApiRefused) return {};
    throw error;
  }
}
