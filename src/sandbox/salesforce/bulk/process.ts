import { CsvMalformed, parseCsv, type FieldValue } from '../../frame/index.js';
import type { FieldSchema } from '../org/field.js';
import type { SalesforceOrg } from '../org/org.js';
import { RowRefused } from '../rest/errors.js';
import { createRow, deleteRow, locate, updateRow, upsertRow, type WriteCall } from '../rules/writes.js';
import type { IngestJob, JobOutcome, RowResult } from './job.js';

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

interface Saved {
  readonly id: string;
  readonly created: boolean;
}

/** Writes what was uploaded to a job, each row for itself, and answers what became of it. */
export function processJob(org: SalesforceOrg, job: IngestJob): JobOutcome {
  const table = readTable(job);
  if (typeof table === 'string') return failed(table, { columns: [], rows: [] }, []);
  const fault = faultOf(job, table);
  if (fault !== null) return failed(fault, table, []);

  const limit = org.settings.jobFailsAfterRows ?? Infinity;
  const write: WriteCall = {
    org,
    endpoint: 'job-row',
    method: 'PUT',
    allowSave: false,
    autoAssign: job.assignmentRule,
    undo: [],
  };
  const repeated = repeatedKeys(job, table);
  const results = table.rows.slice(0, limit).map((cells) => writeRow(write, job, table, cells, repeated));
  if (table.rows.length > limit) {
    return failed('InternalServerError : a batch was retried too many times', table, results);
  }
  return { state: 'JobComplete', errorMessage: null, columns: table.columns, results, unprocessed: [] };
}

/** The upload, or why it cannot be read. */
function readTable({ content, lineEnding }: IngestJob): Table | string {
  try {
    const [columns = [], ...rows] = parseCsv(content ?? '');
    const hasWrongEnding = lineEnding === 'LF' && /"?\r\n/.test((content ?? '').replace(/"[^"]*"/g, ''));
    if (hasWrongEnding) {
      return 'InvalidBatch : LineEnding is invalid on user data. Current LineEnding setting is LF';
    }
    if (rows.some((cells) => cells.length !== columns.length)) {
      return 'InvalidBatch : The number of cells of a row does not match the header';
    }
    return { columns, rows };
  } catch (error) {
    if (error instanceof CsvMalformed) return `InvalidBatch : Failed to parse CSV. ${error.message}`;
    throw error;
  }
}

function faultOf({ schema, operation }: IngestJob, { columns }: Table): string | null {
  const unknown = columns.find((name) => !schema.field(name));
  if (unknown !== undefined) return `InvalidBatch : Field name not found : ${unknown}`;
  const namesId = columns.some((name) => name.toLowerCase() === 'id');
  return namesId && (operation === 'upsert' || operation === 'insert')
    ? `InvalidBatch : Field name not found : Id is not for ${operation}`
    : null;
}

function failed(errorMessage: string, { columns, rows }: Table, results: readonly RowResult[]): JobOutcome {
  return { state: 'Failed', errorMessage, columns, results, unprocessed: rows.slice(results.length) };
}

function writeRow(
  write: WriteCall,
  job: IngestJob,
  { columns }: Table,
  cells: readonly string[],
  repeated: ReadonlySet<string>,
): RowResult {
  const given: Record<string, FieldValue> = {};
  for (const [position, column] of columns.entries()) {
    const field = job.schema.field(column);
    const cell = cells[position] ?? '';
    // A blank cell says nothing; only #N/A empties a field.
    if (field && cell !== '') given[field.name] = cell === '#N/A' ? null : typed(field, cell);
  }
  const { Id: idText = null, ...fields } = given;
  try {
    return { cells, ...saveRow(write, job, idText, fields, repeated), error: '' };
  } catch (error) {
    if (!(error instanceof RowRefused)) throw error;
    const text = `${error.statusCode}:${error.message}:${error.fields.map((name) => `${name} `).join('')}--`;
    return { cells, id: typeof idText === 'string' ? idText : '', created: null, error: text };
  }
}

function saveRow(
  write: WriteCall,
  { operation, schema, externalIdField }: IngestJob,
  idText: FieldValue,
  fields: Record<string, FieldValue>,
  repeated: ReadonlySet<string>,
): Saved {
  if (operation === 'insert') return { id: createRow(write, schema, fields), created: true };
  if (operation === 'upsert' && externalIdField !== null) {
    const key = fields[externalIdField];
    if (typeof key !== 'string') throw new RowRefused('MISSING_ARGUMENT', `${externalIdField} not specified`);
    if (repeated.has(key.toLowerCase())) {
      throw new RowRefused('DUPLICATE_VALUE', `Duplicate external id specified: ${key}`, [externalIdField]);
    }
    return upsertRow(write, schema, externalIdField, key, fields);
  }
  if (idText === null) throw new RowRefused('MISSING_ARGUMENT', `Id not specified in an ${operation} call`);
  const { id } = locate(write.org, idText);
  if (operation === 'delete') deleteRow(write, schema, id);
  else updateRow(write, schema, id, fields);
  return { id, created: false };
}

function repeatedKeys({ externalIdField }: IngestJob, { columns, rows }: Table): ReadonlySet<string> {
  const position = columns.indexOf(externalIdField ?? '');
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const cells of position < 0 ? [] : rows) {
    const key = (cells[position] ?? '').toLowerCase();
    if (seen.has(key)) repeated.add(key);
    seen.add(key);
  }
  return repeated;
}

/** Text as the type of its field; what is of another type is left for the rules to refuse. */
function typed({ type }: FieldSchema, cell: string): FieldValue {
  if (type === 'boolean' && /^(?:true|false)$/i.test(cell)) return cell.toLowerCase() === 'true';
  const isNumber = type === 'int' || type === 'currency';
  return isNumber && cell.trim() !== '' && Number.isFinite(Number(cell)) ? Number(cell) : cell;
}
