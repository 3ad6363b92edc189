import type { OutboundHttp, OutboundRequest, OutboundResponse } from '../../platform/http/index.js';
import { freeBudget, type Budget, type ConnectionSettings } from '../system.js';
import { marketo } from './definition.js';

export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
}

type Script = (request: OutboundRequest, token: string) => Answer | Promise<Answer>;

/** Answers of an instance as a spec writes them down, for what the sandbox would never do. */
export class ScriptedMarketo implements OutboundHttp {
  readonly calls: OutboundRequest[] = [];
  readonly tokenRequests: OutboundRequest[] = [];
  /** What the identity service says, the first first; then a new token each time. */
  readonly tokenAnswers: Answer[] = [];
  now = new Date('2026-03-01T12:00:00Z');

  constructor(private readonly script: Script) {}

  async request(request: OutboundRequest): Promise<OutboundResponse> {
    const { status = 200, body } = await this.#answer(request);
    const text = typeof body === 'string' ? body : JSON.stringify(body ?? null);
    return { status, headers: {}, body: text };
  }

  connect({ config, credentials }: Partial<ConnectionSettings> = {}, budget: Budget = freeBudget) {
    return marketo.connect(
      {
        config: { baseUrl: 'https://123-abc-456.mktorest.com/rest', ...config },
        credentials: { clientId: 'id', clientSecret: 'secret', ...credentials },
      },
      { http: this, now: () => this.now, budget },
    );
  }

  #answer(request: OutboundRequest): Answer | Promise<Answer> {
    if (request.url.includes('/identity/')) {
      this.tokenRequests.push(request);
      return this.tokenAnswers.shift() ?? token(`token-${this.tokenRequests.length}`);
    }
    this.calls.push(request);
    return this.script(request, request.headers?.authorization?.replace('Bearer ', '') ?? '');
  }
}

export function token(text: string, endsIn = 3_599): Answer {
  return {
    body: { access_token: text, token_type: 'bearer', expires_in: endsIn, scope: 'api@acme.example' },
  };
}

export function refusal(code: string, message = 'Some text.'): Answer {
  return { body: { requestId: '1', success: false, errors: [{ code, message }] } };
}

export function success(result: readonly unknown[], more: object = {}): Answer {
  return { body: { requestId: '1', success: true, result, ...more } };
}

/** The records of a write. */
export function inputOf({ body }: OutboundRequest): { readonly [name: string]: unknown }[] {
  const read: unknown = JSON.parse(String(body));
  if (typeof read !== 'object' || read === null || !('input' in read) || !Array.isArray(read.input))
    return [];
  return read.input;
}

/** Every record is made. */
export function allCreated(request: OutboundRequest): Answer {
  return success(inputOf(request).map((_, index) => ({ id: 2_000 + index, status: 'created' })));
}
