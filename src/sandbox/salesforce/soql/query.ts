import { refused } from '../rest/errors.js';
import type { FieldValue, FieldValues, RecordTable } from '../../frame/index.js';
import type { FieldSchema } from '../org/field.js';
import { canonicalId } from '../org/ids.js';
import type { SalesforceOrg } from '../org/org.js';
import type { ObjectSchema } from '../org/schema.js';
import { parseSoql, type Condition, type Literal, type OrderBy } from './parser.js';

export interface QueryResult {
  readonly schema: ObjectSchema;
  /** The fields asked for, in their order. */
  readonly fields: readonly string[];
  readonly rows: readonly Readonly<FieldValues>[];
}

type Row = Readonly<FieldValues>;

/** A condition against real fields, ready to be tested, with the ids that can fulfil it where an index tells. */
interface Plan {
  /** Null where every record may. */
  readonly candidates: readonly string[] | null;
  fits(row: Row): boolean;
}

/**
 * Runs SOQL. Throws `MALFORMED_QUERY`, `INVALID_TYPE` for an object and `INVALID_FIELD` for a field that
 * does not exist or may not be used so, all 400.
 */
export function runQuery(org: SalesforceOrg, soql: string): QueryResult {
  const query = parseSoql(soql);
  const schema = org.schema.object(query.object);
  if (!schema) throw refused(400, 'INVALID_TYPE', `sObject type '${query.object}' is not supported.`);
  const fields = query.fields.map((name) => queriedField(schema, name).name);
  const order = query.orderBy.map((entry) => ({ ...entry, field: queriedField(schema, entry.field).name }));
  const table = org.table(schema);
  const rows = query.where ? matchingRows(table, plan(schema, table, query.where)) : [...liveRows(table)];
  if (order.length > 0) rows.sort((a, b) => compareRows(order, a, b));
  return { schema, fields, rows: query.limit === null ? rows : rows.slice(0, query.limit) };
}

function queriedField(schema: ObjectSchema, name: string): FieldSchema {
  const field = schema.field(name);
  if (field) return field;
  throw refused(
    400,
    'INVALID_FIELD',
    `No such column '${name}' on entity '${schema.name}'. If you are attempting to use a custom field, be ` +
      "sure to append the '__c' after the custom field name.",
  );
}

function plan(schema: ObjectSchema, table: RecordTable, condition: Condition): Plan {
  if ('conditions' in condition) {
    const plans = condition.conditions.map((inner) => plan(schema, table, inner));
    return condition.kind === 'all' ? allOf(plans) : anyOf(plans);
  }
  const field = filteredField(schema, condition.field);
  if (condition.kind === 'like') return like(field, condition.pattern);
  const values = condition.kind === 'in' ? condition.values : [condition.value];
  const wanted = values.map((value) => checkedLiteral(field, value));
  const keys = new Set(wanted.map(folded));
  if (condition.kind === 'compare' && !condition.equal) {
    return { candidates: null, fits: (row) => !keys.has(folded(row[field.name] ?? null)) };
  }
  return {
    candidates: indexed(table, field, wanted),
    fits: (row) => keys.has(folded(row[field.name] ?? null)),
  };
}

/** `%` stands for any text, `_` for any character, and a backslash before them for themselves. */
function like(field: FieldSchema, pattern: string): Plan {
  checkedLiteral(field, pattern);
  const parts = [...pattern.matchAll(/\\(.)|([%_])|([^\\%_]+)/gs)].map(([, escaped, wildcard, text]) => {
    if (wildcard !== undefined) return wildcard === '%' ? '.*' : '.';
    return (escaped ?? text ?? '').replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  });
  const expression = new RegExp(`^${parts.join('')}$`, 'is');
  return {
    candidates: null,
    fits: (row) => {
      const value = row[field.name];
      return typeof value === 'string' && expression.test(value);
    },
  };
}

function indexed(
  table: RecordTable,
  field: FieldSchema,
  values: readonly FieldValue[],
): readonly string[] | null {
  const texts = values.filter((value) => typeof value === 'string');
  if (texts.length < values.length) return null;
  if (field.type === 'id') return texts;
  return table.isIndexed(field.name) ? texts.flatMap((value) => table.idsWith(field.name, value)) : null;
}

function allOf(plans: readonly Plan[]): Plan {
  let candidates: readonly string[] | null = null;
  for (const { candidates: other } of plans) {
    if (other && (!candidates || other.length < candidates.length)) candidates = other;
  }
  return { candidates, fits: (row) => plans.every((inner) => inner.fits(row)) };
}

function anyOf(plans: readonly Plan[]): Plan {
  const parts = plans.map((inner) => inner.candidates);
  const candidates = parts.every((part) => part !== null) ? parts.flat() : null;
  return { candidates, fits: (row) => plans.some((inner) => inner.fits(row)) };
}

function matchingRows(table: RecordTable, { candidates, fits }: Plan): Row[] {
  if (!candidates) return [...liveRows(table)].filter(fits);
  return [...new Set(candidates)].flatMap((id) => {
    const row = table.live(id);
    return row && fits(row) ? [row] : [];
  });
}

function* liveRows(table: RecordTable): Generator<Row> {
  for (const [, record] of table.entries()) {
    if (!record.deleted) yield record.fields;
  }
}

function filteredField(schema: ObjectSchema, name: string): FieldSchema {
  const field = queriedField(schema, name);
  if (field.filterable) return field;
  throw refused(400, 'INVALID_FIELD', `field '${field.name}' can not be filtered in a query call`);
}

function checkedLiteral(field: FieldSchema, value: Literal): FieldValue {
  if (value === null) return null;
  const isQuoted = typeof value === 'string';
  if (field.type === 'datetime') {
    throw refused(400, 'INVALID_FIELD', `the sandbox does not filter by the time in '${field.name}'`);
  }
  const wanted =
    field.type === 'boolean'
      ? 'boolean'
      : field.type === 'int' || field.type === 'currency'
        ? 'number'
        : 'string';
  if (typeof value !== wanted) {
    const quotes = isQuoted ? 'should not be enclosed in quotes' : 'should be enclosed in quotes';
    throw refused(
      400,
      'INVALID_FIELD',
      `value of filter criterion for field '${field.name}' must be of type ${wanted} and ${quotes}`,
    );
  }
  if (!isQuoted || (field.type !== 'id' && field.type !== 'reference')) return value;
  const id = canonicalId(value);
  if (id === null) throw refused(400, 'INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${value}`);
  return id;
}

/** Text is compared without regard to case; ids were brought to one form before, so folding them is safe. */
function folded(value: FieldValue): FieldValue {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function compareRows(order: readonly OrderBy[], a: Row, b: Row): number {
  for (const { field, descending, nullsLast } of order) {
    const left = folded(a[field] ?? null);
    const right = folded(b[field] ?? null);
    if (left === right) continue;
    if (left === null || right === null) return (left === null) === nullsLast ? 1 : -1;
    if (left !== right) return left < right === descending ? 1 : -1;
  }
  return 0;
}
