import type { FieldValue, FieldValues, WriteOperation } from '../../system.js';
import { filled, ownerOf } from '../collections.js';
import { limits } from '../limits.js';
import type { SalesforceObject } from '../objects.js';
import type { SalesforceSettings } from '../settings.js';
import { csvLine } from './csv.js';

/** What a job can do. */
export type JobOperation = Exclude<WriteOperation, { operation: 'remove' }>;

/** Rows of one job, as it is sent. */
export interface Upload {
  readonly operations: readonly JobOperation[];
  readonly csv: Buffer;
}

/** How a job empties a field; a blank cell leaves it alone (Bulk API 2.0 guide, "Prepare CSV Files"). */
const EMPTIED = '#N/A';
/** Bytes of one upload. Salesforce takes 100 MB; this much of it is in memory at a time, and again as results. */
const UPLOAD_BYTES = 8 * 1024 * 1024;
/** Characters of one field and of all fields of a record (Bulk API 2.0 guide, "Limits"). */
const FIELD_LENGTH = 32_000;
const RECORD_LENGTH = 400_000;

/** Whether a job can carry what is to be written; a text that reads as its sign for "empty" it cannot. */
export function fitsUpload({ fields }: JobOperation): boolean {
  let length = 0;
  for (const value of Object.values(fields)) {
    if (typeof value !== 'string') continue;
    if (value === EMPTIED || value.length > FIELD_LENGTH) return false;
    length += value.length;
  }
  return length <= RECORD_LENGTH;
}

/** Operations of one kind as uploads, each made only when the one before it is done with. */
export function* uploadsOf(
  operations: readonly JobOperation[],
  object: SalesforceObject,
  settings: SalesforceSettings,
): Generator<Upload> {
  const most = limits.job?.rows ?? operations.length;
  for (let start = 0; start < operations.length; start += most) {
    yield* inUploads(operations.slice(start, start + most), object, settings);
  }
}

function* inUploads(
  operations: readonly JobOperation[],
  object: SalesforceObject,
  settings: SalesforceSettings,
): Generator<Upload> {
  const columns = columnsOf(operations, object, settings);
  const header = Buffer.from(csvLine(columns));
  let rows: JobOperation[] = [];
  let parts = [header];
  let bytes = header.length;
  for (const operation of operations) {
    const values = valuesOf(operation, object, settings);
    const line = Buffer.from(csvLine(columns.map((column) => cellOf(values[column]))));
    if (rows.length > 0 && bytes + line.length > UPLOAD_BYTES) {
      yield { operations: rows, csv: Buffer.concat(parts) };
      rows = [];
      parts = [header];
      bytes = header.length;
    }
    rows.push(operation);
    parts.push(line);
    bytes += line.length;
  }
  yield { operations: rows, csv: Buffer.concat(parts) };
}

function columnsOf(
  operations: readonly JobOperation[],
  object: SalesforceObject,
  settings: SalesforceSettings,
): string[] {
  const names = operations.flatMap((operation) => Object.keys(valuesOf(operation, object, settings)));
  return [...new Set(names)];
}

/** A new record is made under its key and has nothing to clear; one that stands there is named by its id. */
function valuesOf(
  operation: JobOperation,
  object: SalesforceObject,
  settings: SalesforceSettings,
): FieldValues {
  const { externalIdField } = settings;
  if (operation.operation === 'create') {
    return {
      [externalIdField]: operation.key,
      ...ownerOf(object, settings),
      ...filled(operation.fields),
    };
  }
  const isStamped = object.identity === 'key' && operation.key !== undefined;
  return {
    Id: operation.remoteId,
    ...operation.fields,
    ...(isStamped && { [externalIdField]: operation.key }),
  };
}

function cellOf(value: FieldValue | undefined): string {
  if (value === undefined) return '';
  return value === null || value === '' ? EMPTIED : String(value);
}
