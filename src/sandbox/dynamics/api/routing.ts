import type { ApiAnswer } from '../../frame/index.js';
import type { Environment } from '../environment/environment.js';
import { readAddress, type Address } from '../odata/address.js';
import type { Endpoint } from './endpoints.js';
import { ApiRefused, malformed, noSuchResource } from './errors.js';
import { readMetadata } from './metadata.js';
import { writeMultiple } from './multiple.js';
import { queryRecords, retrieveRecord } from './queries.js';
import { createRecord, deleteRecord, patchRecord, type Written } from './records.js';
import type { ApiRequest } from './request.js';

/** What a request does: an answer, and a way back where it wrote one record. */
export interface Done {
  readonly answer: ApiAnswer;
  readonly written: Written | null;
}

/** Answers a request that is no batch. Throws {@link ApiRefused}. */
export function answerRequest(environment: Environment, request: ApiRequest): Done {
  const address = readAddress(request.url);
  const [first, second, ...more] = address.segments;
  if (!first) throw noSuchResource('');
  if (first.name === 'WhoAmI') return reading(request, () => whoAmI(environment));
  if (first.name === 'EntityDefinitions') return reading(request, () => readMetadata(environment, address));
  const table = environment.tableOfSet(first.name);
  if (!table || more.length > 0) throw noSuchResource(first.name);
  if (second) {
    if (request.method !== 'POST' || first.key) throw wrongMethod(request);
    return { answer: writeMultiple(environment, table, second.name, request), written: null };
  }
  const { key } = first;
  if (key === null) {
    if (request.method === 'GET') return reading(request, () => queryRecords(environment, table, request));
    if (request.method === 'POST') return writing(createRecord(environment, table, request));
    throw wrongMethod(request);
  }
  if (request.method === 'GET')
    return reading(request, () => retrieveRecord(environment, table, key, request));
  if (request.method === 'PATCH') return writing(patchRecord(environment, table, key, request));
  if (request.method === 'DELETE') return writing(deleteRecord(environment, table, key, request));
  throw wrongMethod(request);
}

/** The endpoint that a request would reach. */
export function endpointOf({ method, url }: Pick<ApiRequest, 'method' | 'url'>): Endpoint {
  const [first, second] = segmentsOf(url);
  if (!first) return 'unknown';
  if (first.name === 'WhoAmI') return 'who-am-i';
  if (first.name === 'EntityDefinitions') return 'metadata';
  if (second) return 'multiple';
  if (method === 'GET') return first.key ? 'retrieve' : 'query';
  if (method === 'POST') return 'create';
  if (method === 'DELETE') return 'delete';
  if (method !== 'PATCH') return 'unknown';
  return first.key?.kind === 'columns' ? 'upsert' : 'update';
}

function segmentsOf(url: string): Address['segments'] {
  try {
    return readAddress(url).segments;
  } catch (error) {
    if (error instanceof ApiRefused) return [];
    throw error;
  }
}

function reading(request: ApiRequest, answer: () => ApiAnswer): Done {
  if (request.method !== 'GET') throw wrongMethod(request);
  return { answer: answer(), written: null };
}

function writing(written: Written): Done {
  return { answer: written.answer, written };
}

function wrongMethod({ method, url }: ApiRequest): ApiRefused {
  return malformed('0x80060888', `The method ${method} is not allowed for '${url.split('?', 1)[0]}'.`, 405);
}

function whoAmI(environment: Environment): ApiAnswer {
  return {
    status: 200,
    body: {
      BusinessUnitId: '5f0a0000-0000-4000-8000-00000000000b',
      UserId: environment.userId,
      OrganizationId: environment.id,
    },
  };
}
