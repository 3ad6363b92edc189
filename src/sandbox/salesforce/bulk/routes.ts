import { writeCsv, type ApiAnswer } from '../../frame/index.js';
import type { Route, RoutedCall } from '../rest/call.js';
import { malformed, notFound, refused } from '../rest/errors.js';
import { bodyObject } from '../rest/write-call.js';
import { isOver, JOB_OPERATIONS, type IngestJob, type JobOutcome } from './job.js';
import { processJob } from './process.js';

/** What a job takes, base64-encoded: 150 MB. */
const LONGEST_UPLOAD = 112_500_000;

/** Jobs that write. Source: Bulk API 2.0 and Bulk API Developer Guide, Bulk API 2.0 Ingest. */
export function jobRoutes(): readonly Route[] {
  const path = '/jobs/ingest';
  const one = '/jobs/ingest/:job';
  const results = (name: string, answer: (outcome: JobOutcome) => string): Route => ({
    method: 'GET',
    path: `${one}/${name}`,
    endpoint: 'job-results',
    kind: 'job',
    handle: (call) => answerResults(call, answer),
  });
  return [
    { method: 'POST', path, endpoint: 'job-create', kind: 'job', handle: createJob },
    { method: 'PUT', path: `${one}/batches`, endpoint: 'job-upload', kind: 'job', handle: upload },
    { method: 'PATCH', path: one, endpoint: 'job-close', kind: 'job', handle: changeState },
    { method: 'GET', path: one, endpoint: 'job-state', kind: 'job', handle: showJob },
    { method: 'DELETE', path: one, endpoint: 'job-delete', kind: 'job', handle: deleteJob },
    results('successfulResults', successful),
    results('failedResults', failures),
    results('unprocessedrecords', ({ columns, unprocessed }) => writeCsv([columns, ...unprocessed])),
  ];
}

function createJob(call: RoutedCall): ApiAnswer {
  const body = bodyObject(call);
  const { contentType = 'CSV', lineEnding = 'LF', columnDelimiter = 'COMMA' } = body;
  const schema = call.org.schema.object(String(body['object']));
  if (!schema?.writable) throw malformed('INVALIDJOB', `InvalidEntity : Entity '${String(body['object'])}'`);
  const operation = JOB_OPERATIONS.find((name) => name === body['operation']);
  if (!operation) throw malformed('INVALIDJOB', 'InvalidJob : The operation is missing or unknown');
  if (contentType !== 'CSV' || columnDelimiter !== 'COMMA') {
    throw malformed('INVALIDJOB', 'InvalidJob : The sandbox takes CSV with commas only');
  }
  if (lineEnding !== 'LF' && lineEnding !== 'CRLF') {
    throw malformed('INVALIDJOB', 'InvalidJob : lineEnding must be LF or CRLF');
  }
  const field = schema.field(String(body['externalIdFieldName'] ?? ''));
  if (operation === 'upsert' && !field?.externalId) {
    const name = String(body['externalIdFieldName'] ?? '');
    throw refused(
      400,
      'INVALIDJOB',
      `InvalidJob : Field name provided, ${name} does not match an External ID, Salesforce Id, or indexed field for ${schema.name}`,
    );
  }
  const job: IngestJob = {
    id: call.org.mintJobId(),
    schema,
    operation,
    externalIdField: operation === 'upsert' ? (field?.name ?? null) : null,
    lineEnding,
    assignmentRule: typeof body['assignmentRuleId'] === 'string',
    createdAt: new Date(),
    version: call.version,
    state: 'Open',
    content: null,
    pollsLeft: 0,
    outcome: null,
  };
  call.org.jobs.set(job.id, job);
  call.org.counters.countJob();
  return { status: 200, body: jobInfo(job, call) };
}

function upload(call: RoutedCall): ApiAnswer {
  const job = jobInPath(call);
  if (!call.header('content-type')?.toLowerCase().startsWith('text/csv')) {
    throw malformed('INVALIDCONTENTTYPE', 'The data of a job must be sent as text/csv', 415);
  }
  if (job.content !== null) {
    throw malformed('BULK_API_ERROR', `Found multiple contents for job: <${job.id}>, please abort it`);
  }
  if (job.state !== 'Open') throw wrongState(job, 'take data');
  const content = call.text();
  if (Buffer.byteLength(content) > LONGEST_UPLOAD) {
    throw malformed('BULK_API_ERROR', 'The data of a job may have 150 MB in base64');
  }
  job.content = content;
  return { status: 201 };
}

function changeState(call: RoutedCall): ApiAnswer {
  const job = jobInPath(call);
  const { state } = bodyObject(call);
  if (state === 'Aborted' && !isOver(job)) job.state = 'Aborted';
  else if (state === 'UploadComplete' && job.state === 'Open') close(call, job);
  else throw wrongState(job, `become ${String(state)}`);
  return { status: 200, body: jobInfo(job, call) };
}

/** From here on the job goes its way, whether or not anybody looks at it. */
function close(call: RoutedCall, job: IngestJob): void {
  job.state = 'UploadComplete';
  job.pollsLeft = call.org.settings.jobPolls;
  job.outcome = processJob(call.org, job);
  job.content = '';
}

function showJob(call: RoutedCall): ApiAnswer {
  const job = jobInPath(call);
  if (job.outcome && !isOver(job)) {
    job.state = job.pollsLeft-- > 0 ? 'InProgress' : job.outcome.state;
  }
  return { status: 200, body: { ...jobInfo(job, call), ...progress(job) } };
}

function progress(job: IngestJob): Record<string, unknown> {
  const results = isOver(job) ? (job.outcome?.results ?? []) : [];
  return {
    numberRecordsProcessed: results.length,
    numberRecordsFailed: results.filter(({ created }) => created === null).length,
    errorMessage: job.state === 'Failed' ? job.outcome?.errorMessage : undefined,
    retries: job.state === 'Failed' ? 20 : 0,
    totalProcessingTime: results.length,
    apiActiveProcessingTime: results.length,
    apexProcessingTime: 0,
  };
}

function deleteJob(call: RoutedCall): ApiAnswer {
  const job = jobInPath(call);
  if (!isOver(job) && job.state !== 'UploadComplete') throw wrongState(job, 'be deleted');
  call.org.jobs.delete(job.id);
  return { status: 204 };
}

function answerResults(call: RoutedCall, answer: (outcome: JobOutcome) => string): ApiAnswer {
  const job = jobInPath(call);
  if (!isOver(job)) throw malformed('INVALIDJOBSTATE', `Job ${job.id} is ${job.state}: no results yet`);
  const outcome = job.outcome ?? { ...NOTHING, columns: [] };
  return { status: 200, headers: { 'content-type': 'text/csv' }, body: answer(outcome) };
}

const NOTHING: Omit<JobOutcome, 'columns'> = {
  state: 'JobComplete',
  errorMessage: null,
  results: [],
  unprocessed: [],
};

function successful({ columns, results }: JobOutcome): string {
  const rows = results
    .filter(({ created }) => created !== null)
    .map(({ id, created, cells }) => [id, String(created), ...cells]);
  return writeCsv([['sf__Id', 'sf__Created', ...columns], ...shuffled(rows)]);
}

function failures({ columns, results }: JobOutcome): string {
  const rows = results
    .filter(({ created }) => created === null)
    .map(({ id, error, cells }) => [id, error, ...cells]);
  return writeCsv([['sf__Id', 'sf__Error', ...columns], ...shuffled(rows)]);
}

/** The order of results is not that of the upload, so nobody may go by it. */
function shuffled<T>(rows: readonly T[]): readonly T[] {
  const odd = rows.filter((_, position) => position % 2 === 1);
  const even = rows.filter((_, position) => position % 2 === 0);
  return [...odd, ...even.toReversed()];
}

function jobInPath(call: RoutedCall): IngestJob {
  const job = call.org.jobs.get(call.place('job'));
  if (!job) throw notFound();
  return job;
}

function wrongState(job: IngestJob, wanted: string): Error {
  return refused(400, 'INVALIDJOBSTATE', `Job ${job.id} is ${job.state} and cannot ${wanted}`);
}

function jobInfo(job: IngestJob, { org }: RoutedCall): Record<string, unknown> {
  const { id, schema, operation, externalIdField, lineEnding, createdAt, state, version } = job;
  return {
    id,
    operation,
    object: schema.name,
    createdById: org.userId,
    createdDate: createdAt.toISOString().replace('Z', '+0000'),
    state,
    ...(externalIdField === null ? {} : { externalIdFieldName: externalIdField }),
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: version,
    jobType: 'V2Ingest',
    contentUrl: `services/data/v${version}.0/jobs/ingest/${id}/batches`,
    lineEnding,
    columnDelimiter: 'COMMA',
  };
}
