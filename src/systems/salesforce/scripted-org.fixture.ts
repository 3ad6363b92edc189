import type { OutboundHttp, OutboundRequest, OutboundResponse } from '../../platform/http/index.js';
import type { ConnectionSettings, FieldValues, SystemSession, WriteOperation } from '../system.js';
import { salesforce } from './definition.js';
import { freeBudget } from '../system.js';

export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type Script = (request: OutboundRequest, accessToken: string) => Answer | Promise<Answer>;

const organisationId = '00D000000000001EAA';

/** Answers of an org as a spec writes them down, for what the sandbox would never do. */
export class ScriptedOrg implements OutboundHttp {
  readonly calls: OutboundRequest[] = [];
  readonly tokenRequests: URLSearchParams[] = [];
  instanceUrl = 'https://acme.my.salesforce.com';
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
      headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body ?? null),
    };
  }

  #answer(request: OutboundRequest): Answer | Promise<Answer> {
    if (request.url.endsWith('/services/oauth2/token')) return this.#token(request);
    this.calls.push(request);
    return this.#script(request, request.headers?.Authorization?.replace('Bearer ', '') ?? '');
  }

  #token(request: OutboundRequest): Answer {
    this.tokenRequests.push(new URLSearchParams(String(request.body)));
    if (this.tokenAnswer) return this.tokenAnswer();
    return {
      body: {
        access_token: `token-${this.tokenRequests.length}`,
        instance_url: this.instanceUrl,
        id: `https://login.salesforce.com/id/${organisationId}/005000000000001AAA`,
        token_type: 'Bearer',
      },
    };
  }

  connect(settings: Partial<ConnectionSettings> = {}): SystemSession {
    return salesforce.connect(
      {
        config: { loginUrl: 'https://acme.my.salesforce.com', ...settings.config },
        credentials: settings.credentials ?? { clientId: 'key', clientSecret: 'secret' },
      },
      { http: this, now: () => this.now, budget: freeBudget },
    );
  }
}

export function bodyOf({ body }: OutboundRequest): unknown {
  return JSON.parse(String(body));
}

/** The records of a Collections call. */
export function recordsOf(request: OutboundRequest): Record<string, unknown>[] {
  const body = bodyOf(request);
  if (typeof body !== 'object' || body === null || !('records' in body) || !Array.isArray(body.records))
    return [];
  return body.records;
}

export const leadId = (number: number) => `00Q${String(number).padStart(12, '0')}AAA`;
export const create = (number: number, fields: FieldValues = { LastName: 'Doe' }): WriteOperation => ({
  id: `id-${number}`,
  operation: 'create',
  key: `key-${number}`,
  fields,
});
export const creates = (count: number) => Array.from({ length: count }, (_, number) => create(number));
export const update = (number: number, fields: FieldValues = { Title: 'CEO' }): WriteOperation => ({
  id: `id-${number}`,
  operation: 'update',
  remoteId: leadId(number),
  fields,
});
export const remove = (number: number): WriteOperation => ({
  id: `id-${number}`,
  operation: 'remove',
  remoteId: leadId(number),
});

/** Every row is written. */
export const allWritten = (request: OutboundRequest): Answer => ({
  body: recordsOf(request).map((record, index) => ({
    id: typeof record.id === 'string' ? record.id : leadId(index),
    success: true,
    errors: [],
    created: true,
  })),
});
export const failedRow = (statusCode: string, message = 'Some text.', fields: string[] = []) => ({
  success: false,
  errors: [{ statusCode, message, fields }],
});
export const refusal = (
  status: number,
  errorCode: string,
  message = 'Some text.',
  fields: string[] = [],
): Answer => ({
  status,
  body: [{ errorCode, message, fields }],
});
