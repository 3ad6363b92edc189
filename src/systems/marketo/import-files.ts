import { createHash } from 'node:crypto';
import { groupBy } from '../../platform/group-by.js';
import type { FieldValue, FieldValues, WriteOperation } from '../system.js';
import { csvLine } from './csv.js';
import { mostFileBytes } from './limits.js';
import { caseless, isAscii, isId } from './objects.js';
import type { Create, Update } from './object-calls.js';
import type { MarketoSettings } from './settings.js';

/** Rows that have values for the very same columns: what an empty cell does differs from instance to instance. */
export interface ImportFile {
  readonly lookupField: string;
  readonly operations: readonly WriteOperation[];
  readonly csv: string;
}

export interface Sorted {
  readonly files: readonly ImportFile[];
  /** What a file cannot say, or what would make a file too small to be worth its polls. */
  readonly others: readonly WriteOperation[];
}

/** A file costs its hand-over and about ten polls; so many rows take as many ordinary calls. */
const fewestRows = 1_000;

interface ImportRow {
  readonly operation: Create | Update;
  readonly lookupField: string;
  readonly lookupValue: string;
  readonly cells: ReadonlyMap<string, string>;
}

/** Sorts operations into files to import. A person who is made is told by their address, a lead that is there by its id. */
export function sortIntoFiles(
  operations: readonly WriteOperation[],
  settings: MarketoSettings,
  least = fewestRows,
): Sorted {
  const seen = new Set<string>();
  const others: WriteOperation[] = [];
  const rows: ImportRow[] = [];
  for (const operation of operations) {
    const row = rowOf(operation, settings);
    const identity = row && `${row.lookupField} ${caseless(row.lookupValue)}`;
    if (row && identity !== null && !seen.has(identity)) {
      seen.add(identity);
      rows.push(row);
    } else others.push(operation);
  }
  const files: ImportFile[] = [];
  for (const group of groupBy(rows, columnsOf).values()) {
    if (group.length < least) others.push(...group.map(({ operation }) => operation));
    else files.push(...filesOf(group));
  }
  return { files, others };
}

/** Null where a file cannot say it: a value that is to be cleared, or nobody to be told by. */
function rowOf(operation: WriteOperation, settings: MarketoSettings): ImportRow | null {
  if (operation.operation === 'remove') return null;
  const { keyField, lookupField } = settings;
  const stamp = keyField !== null && operation.key !== undefined ? { [keyField]: operation.key } : {};
  if (operation.operation === 'update') {
    const cells = cellsOf({ ...operation.fields, ...stamp });
    const isWhole =
      cells.size > 0 && Object.values(operation.fields).every((value) => value !== null && value !== '');
    if (!isWhole || !isId(operation.remoteId)) return null;
    return { operation, lookupField: 'id', lookupValue: operation.remoteId, cells };
  }
  const lookupValue = operation.fields[lookupField];
  if (!settings.creates || typeof lookupValue !== 'string' || lookupValue.trim() === '') return null;
  const { [lookupField]: _, ...rest } = operation.fields;
  const row = { operation, lookupField, lookupValue, cells: cellsOf({ ...rest, ...stamp }) };
  return [lookupValue, String(rest.email ?? '')].every(isAscii) ? row : null;
}

function cellsOf(fields: FieldValues): ReadonlyMap<string, string> {
  const given = Object.entries(fields).filter(
    ([name, value]) => value !== null && value !== '' && (name !== 'unsubscribed' || value === true),
  );
  return new Map(
    given.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, textOf(value)]),
  );
}

function textOf(value: FieldValue): string {
  return String(value);
}

function columnsOf({ lookupField, cells }: ImportRow): string {
  return JSON.stringify([lookupField, ...cells.keys()]);
}

/** What tells a row apart stands first: Marketo has garbled the rows of its failures that began with an empty cell. */
function filesOf(rows: readonly ImportRow[]): ImportFile[] {
  const [first] = rows;
  if (!first) return [];
  const { lookupField } = first;
  const header = csvLine([lookupField, ...first.cells.keys()]);
  const files: { lines: string[]; operations: WriteOperation[]; bytes: number }[] = [];
  for (const { operation, lookupValue, cells } of rows) {
    const line = csvLine([lookupValue.trim(), ...cells.values()]);
    const bytes = Buffer.byteLength(line);
    let open = files.at(-1);
    if (!open || open.bytes + bytes > mostFileBytes) {
      files.push((open = { lines: [header], operations: [], bytes: header.length }));
    }
    open.lines.push(line);
    open.operations.push(operation);
    open.bytes += bytes;
  }
  return files.map(({ lines, operations }) => ({ lookupField, operations, csv: lines.join('') }));
}

/** The file as a form with one part (RFC 7578). */
export function multipart(csv: string): { readonly type: string; readonly content: string } {
  const boundary = `tributary-${createHash('sha256').update(csv).digest('hex').slice(0, 40)}`;
  const head = [
    `--${boundary}`,
    'Content-Disposition: form-data; name="file"; filename="leads.csv"',
    'Content-Type: text/csv',
  ];
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    content: `${head.join('\r\n')}\r\n\r\n${csv}\r\n--${boundary}--\r\n`,
  };
}
