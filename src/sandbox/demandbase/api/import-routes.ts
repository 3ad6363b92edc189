import { isObject, type ApiAnswer } from '../../frame/index.js';
import type { Counted } from '../tenant/day-counts.js';
import { entityOf, type Entity } from '../tenant/entities.js';
import { LIST_ACTIONS, shownJob, type ImportJob, type ListAction } from '../tenant/imports.js';
import type { DemandbaseTenant } from '../tenant/tenant.js';
import { jsonOf, pageOf, type Route, type RoutedCall } from './call.js';
import { importRefused } from './refusals.js';

const ENTITY_TYPES = ['Account', 'Opportunity', 'Person', 'Activity'];
const JOB_KEYS = ['dataImportName', 'entityType', 'source', 'activityTypeId'];
const STATES = ['new', 'processing', 'completed', 'failed'];

/** The Data Import API, below `/import/v1` (its OpenAPI document). */
export function importRoutes(): readonly Route[] {
  return [
    { method: 'GET', path: '/import/v1/:entity/sources', endpoint: 'sources', handle: readSources },
    { method: 'POST', path: '/import/v1/job', endpoint: 'create-job', handle: createJob },
    { method: 'PUT', path: '/import/v1/job/:id/data', endpoint: 'submit', handle: submit },
    { method: 'GET', path: '/import/v1/job/:id', endpoint: 'read-job', handle: readJob },
    { method: 'GET', path: '/import/v1/jobs', endpoint: 'list-jobs', handle: listJobs },
  ];
}

function readSources({ tenant, place }: RoutedCall): ApiAnswer {
  spend(tenant, 'sourcesPerDay');
  if (!ENTITY_TYPES.includes(place('entity'))) throw importRefused(400, 'Unknown entity type');
  return { status: 200, body: { data: ['CSV'] } };
}

function createJob(call: RoutedCall): ApiAnswer {
  const { tenant } = call;
  spend(tenant, 'jobsPerDay');
  const body = jsonOf(call);
  if (!isObject(body)) throw importRefused(400, 'The body must be JSON', 'a job without a JSON body');
  const strange = Object.keys(body).find((key) => !JOB_KEYS.includes(key));
  if (strange) throw importRefused(400, `Unrecognized field "${strange}"`, `a job with the field ${strange}`);
  const { dataImportName: name, entityType, source = 'CSV' } = body;
  if (typeof name !== 'string' || name.trim() === '') throw importRefused(400, 'dataImportName is required');
  const type = ENTITY_TYPES.find((known) => known === entityType);
  if (!type) throw importRefused(400, 'entityType must be one of Account, Opportunity, Person, Activity');
  if (source !== 'CSV') throw importRefused(400, 'Unknown source');
  refuseTakenName(tenant, entityOf(type), name);
  const job = tenant.imports.make(name, type, source);
  tenant.counters.countJob();
  return { status: 200, body: shownJob(job) };
}

/** A list is filled by whoever made it, and where its job is its handle by no other job. */
function refuseTakenName(tenant: DemandbaseTenant, entity: Entity | null, name: string): void {
  const list = entity && tenant.lists.find(entity, name);
  if (!list || (list.madeBy === 'import' && tenant.settings.jobReuse !== 'A')) return;
  throw importRefused(Number(tenant.settings.nameConflict), `A list named "${name}" already exists`);
}

function submit(call: RoutedCall): ApiAnswer {
  const { tenant, search } = call;
  spend(tenant, 'filesPerDay');
  const job = jobOf(call);
  const entity = entityOf(job.entityType);
  if (!entity) throw importRefused(400, 'The sandbox takes files of accounts and people only');
  if (call.header('content-type')?.toLowerCase() !== 'application/octet-stream') {
    throw importRefused(400, 'The file must be sent as application/octet-stream', 'a file of another type');
  }
  const action = actionOf(tenant, search.get('listAction'));
  refuseUsedJob(tenant, job);
  if (call.text().trim() === '') throw importRefused(400, 'The file is empty', 'an empty file');
  tenant.submit(job, entity, action, call.text());
  return { status: 200, body: shownJob(job) };
}

/** Left out it is `replace`, which empties the list: no client of ours may ever leave it out. */
function actionOf(tenant: DemandbaseTenant, given: string | null): ListAction {
  if (given === null) {
    tenant.counters.countViolation('a file without listAction, which empties its list');
    return 'replace';
  }
  const action = LIST_ACTIONS.find((known) => known === given);
  if (!action) throw importRefused(400, `Unknown listAction ${given}`, 'an unknown listAction');
  return action;
}

function refuseUsedJob(tenant: DemandbaseTenant, { state }: ImportJob): void {
  if (state === 'processing') throw importRefused(409, 'The job is being processed');
  if (state !== 'new' && tenant.settings.jobReuse === 'single-shot') {
    throw importRefused(400, 'Data was already submitted to this job');
  }
}

function readJob(call: RoutedCall): ApiAnswer {
  spend(call.tenant, 'jobReadsPerDay');
  return { status: 200, body: shownJob(jobOf(call)) };
}

function listJobs({ tenant, search }: RoutedCall): ApiAnswer {
  spend(tenant, 'jobListsPerDay');
  const state = search.get('state');
  if (state !== null && !STATES.includes(state)) throw importRefused(400, `Unknown state ${state}`);
  const type = search.get('entityType')?.toLowerCase();
  const jobs = tenant.imports
    .all()
    .filter((job) => (state ?? job.state) === job.state)
    .filter((job) => (type ?? job.entityType.toLowerCase()) === job.entityType.toLowerCase());
  const data = pageOf(jobs, search, 10).map(shownJob);
  return { status: 200, body: { totalCount: jobs.length, data } };
}

function jobOf({ tenant, place }: RoutedCall): ImportJob {
  const job = tenant.imports.find(Number(place('id')));
  if (!job) throw importRefused(404, `Job ${place('id')} not found`);
  return job;
}

function spend(tenant: DemandbaseTenant, what: Counted): void {
  tenant.days.spend(what, tenant.settings[what], () => importRefused(429, 'Daily request limit exceeded'));
}
