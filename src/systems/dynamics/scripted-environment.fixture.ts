import type { OutboundHttp, OutboundRequest, OutboundResponse } from '../../platform/http/index.js';
import type { ConnectionSettings, SystemConfig, SystemSession } from '../system.js';
import { freeBudget } from '../system.js';
import { dynamics } from './definition.js';

export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type Script = (request: OutboundRequest, token: string) => Answer | Promise<Answer>;

export const organizationUrl = 'https://acme.crm4.dynamics.com';

/** Answers of an environment as a spec writes them down, for what the sandbox would never do. */
export class ScriptedEnvironment implements OutboundHttp {
  readonly calls: OutboundRequest[] = [];
  readonly tokenRequests: OutboundRequest[] = [];
  /** What the token endpoint says instead of a token. */
  tokenAnswer: (() => Answer) | null = null;
  now = new Date('2026-03-01T12:00:00Z');
  readonly #script: Script;

  constructor(script: Script) {
    this.#script = script;
  }

  async request(request: OutboundRequest): Promise<OutboundResponse> {
    const { status = 200, body, headers = {} } = await this.#answer(request);
    return {
      status,
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body ?? null),
    };
  }

  connect(
    config: SystemConfig = {},
    credentials: ConnectionSettings['credentials'] = {
      tenantId: 'contoso.example',
      clientId: 'app',
      clientSecret: 'secret',
    },
  ): SystemSession {
    return dynamics.connect(
      { config: { organizationUrl, ...config }, credentials },
      { http: this, now: () => this.now, budget: freeBudget },
    );
  }

  #answer(request: OutboundRequest): Answer | Promise<Answer> {
    if (!request.url.startsWith(organizationUrl)) return this.#token(request);
    this.calls.push(request);
    return this.#script(request, request.headers?.authorization?.replace('Bearer ', '') ?? '');
  }

  #token(request: OutboundRequest): Answer {
    this.tokenRequests.push(request);
    if (this.tokenAnswer) return this.tokenAnswer();
    return {
      body: { token_type: 'Bearer', expires_in: 3_599, access_token: `token-${this.tokenRequests.length}` },
    };
  }
}

export const whoAmI: Answer = {
  body: {
    OrganizationId: '0E9A0000-0000-4000-8000-000000000001',
    UserId: '5f0a0000-0000-4000-8000-000000000001',
    BusinessUnitId: '5f0a0000-0000-4000-8000-00000000000b',
  },
};
