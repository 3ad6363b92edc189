import { isObject, type ApiAnswer } from '../../frame/index.js';
import type { Counted } from '../tenant/day-counts.js';
import { writeFile } from '../tenant/csv.js';
import { ENTITIES, type Entity } from '../tenant/entities.js';
import type { ExportJob } from '../tenant/exports.js';
import { rowsOf } from '../tenant/lists.js';
import type { DemandbaseTenant } from '../tenant/tenant.js';
import { jsonOf, pageOf, type Route, type RoutedCall } from './call.js';
import { exportRefused } from './refusals.js';

const EXPORTED: Readonly<Record<string, Entity>> = { account: 'Account', person: 'Person' };
const LIST_IDS: Readonly<Record<Entity, string>> = { Account: 'accountListIds', Person: 'personListIds' };
const NO_SUCH_LIST: Readonly<Record<Entity, string>> = { Account: '400-142', Person: '400-143' };
const JOB_KEYS = ['entityType', 'jobName', 'fields', 'filters', 'accountListIds', 'personListIds', 'format'];
const LONGEST_NAME = 50;

/** The Data Export API, below `/data/export/v1`; its routes are case-sensitive. */
export function exportRoutes(): readonly Route[] {
  const root = '/data/export/v1';
  return [
    { method: 'GET', path: `${root}/fields`, endpoint: 'export-fields', handle: readFields },
    { method: 'POST', path: `${root}/job`, endpoint: 'create-export', handle: exportRecords },
    {
      method: 'POST',
      path: `${root}/accountList/job`,
      endpoint: 'create-export',
      handle: (call) => exportLists(call, 'Account'),
    },
    {
      method: 'POST',
      path: `${root}/personList/job`,
      endpoint: 'create-export',
      handle: (call) => exportLists(call, 'Person'),
    },
    { method: 'GET', path: `${root}/job/:id`, endpoint: 'read-export', handle: readExport },
    { method: 'GET', path: `${root}/jobs`, endpoint: 'list-exports', handle: listExports },
  ];
}

function readFields({ tenant, search }: RoutedCall): ApiAnswer {
  spend(tenant, 'exportFieldsPerDay');
  const entity = EXPORTED[search.get('entityType') ?? ''];
  if (!entity) throw exportRefused('400-125', 'Invalid entityType.');
  const body = Object.entries(ENTITIES[entity].fields).map(([label, name]) => ({
    name,
    label,
    dataType: 'String',
    description: '',
  }));
  return { status: 200, body };
}

/** Members of lists, as they were loaded by night. */
function exportRecords(call: RoutedCall): ApiAnswer {
  const { tenant } = call;
  const body = bodyOf(call, JOB_KEYS);
  const entity = EXPORTED[String(body['entityType'])];
  if (!entity) throw exportRefused('400-127', 'Invalid entityType.');
  const fields = textsOf(body['fields']);
  const columns = Object.entries(ENTITIES[entity].fields);
  const wrong = fields.filter((field) => !columns.some(([, name]) => name === field));
  if (wrong.length > 0) throw exportRefused('400-115', `Invalid field names: ${wrong.join(', ')}`);
  if (body['format'] !== 'CSV') throw exportRefused('400-116', 'The sandbox exports CSV only.');
  const given = body[LIST_IDS[entity]];
  const lists = (Array.isArray(given) ? given : []).map((id) => {
    const list = tenant.lists.withId(entity, Number(id));
    if (!list?.isLoaded) throw exportRefused(NO_SUCH_LIST[entity], `List ${id} does not exist.`);
    return list;
  });
  return begin(call, body, String(body['entityType']), () => {
    const chosen = fields.flatMap((field) => columns.filter(([, name]) => name === field));
    const header = chosen.map(([label, name]) => (tenant.settings.exportHeader === 'name' ? name : label));
    const rows = lists.flatMap(rowsOf).map((row) => chosen.map(([label]) => row[label] ?? ''));
    return writeFile([header, ...rows]);
  });
}

/** The catalogue of lists. */
function exportLists(call: RoutedCall, entity: Entity): ApiAnswer {
  const body = bodyOf(call, ['jobName', 'accountListId', LIST_IDS[entity]]);
  return begin(call, body, `${entity.toLowerCase()}List`, () => {
    const loaded = call.tenant.lists.of(entity).filter(({ isLoaded }) => isLoaded);
    return writeFile([
      ['id', 'name', 'members'],
      ...loaded.map(({ id, name, members }) => [`${id}`, name, `${members.size}`]),
    ]);
  });
}

function begin(
  { tenant }: RoutedCall,
  { jobName }: Readonly<Record<string, unknown>>,
  entityType: string,
  make: () => string,
): ApiAnswer {
  if (tenant.exports.isRunning())
    throw exportRefused('429-102', 'The concurrent export-job limit was exceeded.');
  const job = tenant.exports.begin(String(jobName), entityType, tenant.settings.exportSeconds, make);
  return { status: 202, body: { ...shown(tenant, job), jobStatus: 'accepted' } };
}

function readExport({ tenant, place, baseUrl }: RoutedCall): ApiAnswer {
  spend(tenant, 'exportReadsPerDay');
  const job = tenant.exports.find(place('id'));
  if (!job) throw exportRefused('404-302', 'Job id invalid');
  const isFinished = tenant.exports.statusOf(job) === 'finished';
  const resultsUrl = isFinished ? `${baseUrl}/results/${job.jobId}.csv?signature=${job.signature}` : null;
  return { status: 200, body: { ...shown(tenant, job), resultsUrl, message: null } };
}

function listExports({ tenant, search }: RoutedCall): ApiAnswer {
  spend(tenant, 'exportListsPerDay');
  const jobs = tenant.exports.all();
  const data = pageOf(jobs, search, 10).map((job) => shown(tenant, job));
  return {
    status: 200,
    body: { pageNo: Number(search.get('page') ?? 1), pageSize: data.length, totalCount: jobs.length, data },
  };
}

function bodyOf(call: RoutedCall, keys: readonly string[]): Record<string, unknown> {
  spend(call.tenant, 'exportsPerDay', '429-101');
  const body = jsonOf(call);
  if (!isObject(body))
    throw exportRefused('400-102', 'The body is no JSON object.', 'an export without a JSON body');
  const strange = Object.keys(body).find((key) => !keys.includes(key));
  if (strange)
    throw exportRefused('400-147', `Unrecognized property ${strange}`, `an export with ${strange}`);
  const { jobName } = body;
  if (typeof jobName !== 'string' || jobName === '' || jobName.length > LONGEST_NAME) {
    throw exportRefused('400-126', 'jobName is missing or longer than 50 characters.', 'a bad jobName');
  }
  return body;
}

function shown(tenant: DemandbaseTenant, job: ExportJob) {
  const { jobId, jobName, entityType, createdAt } = job;
  return {
    jobId,
    jobName,
    entityType,
    createdAt,
    jobStatus: tenant.exports.statusOf(job),
    updatedAt: createdAt,
  };
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function spend(tenant: DemandbaseTenant, what: Counted, code = '429-100'): void {
  tenant.days.spend(what, tenant.settings[what], () =>
    exportRefused(code, 'The request limit was exceeded.'),
  );
}
