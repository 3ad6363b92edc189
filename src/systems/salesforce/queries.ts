import { SystemError } from '../system.js';
import type { SalesforceClient } from './client.js';
import { CallFailure, asSystemError, isObject, vendorErrors } from './failure.js';
import type { Row } from './row.js';

/** Composite calls take at most five queries among their subrequests (REST API guide, "Composite"). */
const queriesPerCall = 5;

/**
 * All rows of all queries, each once, in as few calls as may be. Throws {@link SystemError}: an answer that could
 * not be read in full is never "nothing found".
 */
export async function readAll(client: SalesforceClient, queries: readonly string[]): Promise<Row[]> {
  const found = new Map<string, Row>();
  for (let start = 0; start < queries.length; start += queriesPerCall) {
    for (const row of await readSome(client, queries.slice(start, start + queriesPerCall))) {
      found.set(String(row.Id), row);
    }
  }
  return [...found.values()];
}

async function readSome(client: SalesforceClient, queries: readonly string[]): Promise<Row[]> {
  const compositeRequest = queries.map((query, index) => ({
    method: 'GET',
    url: `${client.apiPath}/query?q=${encodeURIComponent(query)}`,
    referenceId: `query${index}`,
  }));
  try {
    const body = { allOrNone: false, compositeRequest };
    const answer = await client.request({ method: 'POST', path: '/composite', body });
    const rows: Row[] = [];
    for (const { referenceId } of compositeRequest)
      rows.push(...(await allPages(client, pageOf(answer, referenceId))));
    return rows;
  } catch (error) {
    throw error instanceof CallFailure ? asSystemError(error) : error;
  }
}

interface Page {
  readonly records: readonly Row[];
  readonly next: string | null;
}

function pageOf(answer: unknown, referenceId: string): Page {
  const responses =
    isObject(answer) && Array.isArray(answer.compositeResponse) ? answer.compositeResponse : [];
  const response = responses.filter(isObject).find((each) => each.referenceId === referenceId);
  if (!response) throw unreadable(`holds no answer to ${referenceId}`);
  const status = Number(response.httpStatusCode);
  if (status !== 200) throw new CallFailure(vendorErrors(response.body, status));
  return readPage(response.body);
}

async function allPages(client: SalesforceClient, first: Page): Promise<Row[]> {
  const rows = [...first.records];
  for (let { next } = first; next !== null;) {
    const page = readPage(await client.request({ method: 'GET', path: next }));
    rows.push(...page.records);
    next = page.next;
  }
  return rows;
}

function readPage(body: unknown): Page {
  if (!isObject(body) || !Array.isArray(body.records)) throw unreadable('holds no records');
  const next = body.nextRecordsUrl;
  if (body.done === true) return { records: body.records.filter(isObject), next: null };
  if (typeof next !== 'string' || !next.startsWith('/services/'))
    throw unreadable('does not say where it goes on');
  return { records: body.records.filter(isObject), next };
}

function unreadable(what: string): SystemError {
  return new SystemError('unavailable', {
    code: 'UNREADABLE_ANSWER',
    message: `The answer to a look-up ${what}.`,
    field: null,
    advice: 'Nothing to do: it is tried again by itself.',
    whoActs: 'vendor',
  });
}
