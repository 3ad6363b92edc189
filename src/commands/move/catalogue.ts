import { rows, type Sql } from '../../platform/database/index.js';

export interface Column {
  readonly quoted: string;
  readonly type: string;
  /** As which it is written into a row's JSON: JSON itself as text, or a JSON null would come back as no value. */
  readonly writtenAs: string;
}

/** A table as the catalogue shows it; what goes into SQL is quoted. */
export interface Table {
  readonly name: string;
  readonly quoted: string;
  /** Those that hold something: generated ones follow from the others. */
  readonly columns: readonly Column[];
}

export interface ForeignKey {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

/** The migrations are made, not copied; a lease belongs to a process, and ends with it. */
const NOT_MOVED: readonly string[] = ['migration', 'lease'];

/** Every table of the schema that holds what an installation knows, by name. */
export function tablesToMove(sql: Sql): Promise<Table[]> {
  return rows(
    sql,
    `SELECT c.relname AS name, quote_ident(c.relname) AS quoted,
       jsonb_agg(jsonb_build_object('quoted', quote_ident(a.attname), 'type', format_type(a.atttypid, a.atttypmod),
         'writtenAs', CASE WHEN a.atttypid IN ('json'::regtype, 'jsonb'::regtype) THEN 'text'
           ELSE format_type(a.atttypid, a.atttypmod) END) ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND c.relname <> ALL ($1)
     GROUP BY c.oid ORDER BY c.relname`,
    [NOT_MOVED],
  );
}

export function foreignKeys(sql: Sql): Promise<ForeignKey[]> {
  return rows(
    sql,
    `SELECT quote_ident(c.relname) AS table, quote_ident(k.conname) AS name, pg_get_constraintdef(k.oid) AS definition
     FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
     WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace AND k.conparentid = 0
     ORDER BY c.relname, k.conname`,
  );
}

export async function countRows(sql: Sql, { quoted }: Table): Promise<number> {
  const [counted] = await rows<{ count: string }>(sql, `SELECT count(*) AS count FROM ${quoted}`);
  return Number(counted?.count);
}
