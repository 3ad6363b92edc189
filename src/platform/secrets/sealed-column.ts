import { affected, row, rows, type Sql } from '../database/index.js';
import type { SecretBox, SecretPlace } from './secret-box.js';
import { SecretError } from './secret-error.js';

/** Where secrets are stored: a column of a table whose rows have a name and the key (workspace_id, id). */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** See {@link SecretPlace}. */
  readonly purpose: string;
}

/** A stored secret that does not open, and why. */
export interface Unreadable {
  /** E.g. `destination “Salesforce”`. */
  readonly of: string;
  readonly reason: string;
}

export interface Rotation {
  readonly rotated: number;
  /** Sealed with the current key already. */
  readonly current: number;
  readonly unreadable: readonly Unreadable[];
}

interface Sealed {
  readonly workspaceId: string;
  readonly id: string;
  readonly name: string;
  readonly envelope: string;
}

export async function countSecrets(sql: Sql, { table }: SealedColumn): Promise<number> {
  const counted = await row<{ count: number }>(sql, `SELECT count(*)::integer AS count FROM ${table}`);
  return counted?.count ?? 0;
}

/** Opens every secret of a column, and answers which do not open. */
export async function unreadableSecrets(
  sql: Sql,
  box: SecretBox,
  column: SealedColumn,
): Promise<Unreadable[]> {
  const stored = await readAll(sql, column);
  return stored.flatMap((sealed) => {
    const reason = whyShut(() => box.open(sealed.envelope, placeOf(sealed, column)));
    return reason === null ? [] : [{ of: nameOf(sealed, column), reason }];
  });
}

/** Seals anew what was sealed with an earlier key. What does not open stays as it is. */
export async function rotateSecrets(sql: Sql, box: SecretBox, column: SealedColumn): Promise<Rotation> {
  const stored = await readAll(sql, column);
  const unreadable: Unreadable[] = [];
  let rotated = 0;
  for (const sealed of stored) {
    try {
      if (await rotate(sql, box, column, sealed)) rotated += 1;
    } catch (error) {
      if (!(error instanceof SecretError)) throw error;
      unreadable.push({ of: nameOf(sealed, column), reason: error.message });
    }
  }
  return { rotated, current: stored.length - rotated - unreadable.length, unreadable };
}

/** Replaces only what was read: somebody may enter new credentials meanwhile, and those must stay. */
async function rotate(sql: Sql, box: SecretBox, column: SealedColumn, sealed: Sealed): Promise<boolean> {
  for (let present: Sealed | null = sealed; present; present = await readOne(sql, column, sealed)) {
    if (!box.needsRotation(present.envelope)) return false;
    const place = placeOf(present, column);
    const replaced = await affected(
      sql,
      `UPDATE ${column.table} SET ${column.column} = $4
       WHERE workspace_id = $1 AND id = $2 AND ${column.column} = $3`,
      [present.workspaceId, present.id, present.envelope, box.seal(box.open(present.envelope, place), place)],
    );
    if (replaced > 0) return true;
  }
  return false;
}

function readAll(sql: Sql, column: SealedColumn): Promise<Sealed[]> {
  return rows(sql, `${select(column)} ORDER BY workspace_id, id`);
}

function readOne(sql: Sql, column: SealedColumn, { workspaceId, id }: Sealed): Promise<Sealed | null> {
  return row(sql, `${select(column)} WHERE workspace_id = $1 AND id = $2`, [workspaceId, id]);
}

function select({ table, column }: SealedColumn): string {
  return `SELECT workspace_id AS "workspaceId", id, name, ${column} AS envelope FROM ${table}`;
}

function placeOf({ workspaceId, id }: Sealed, { purpose }: SealedColumn): SecretPlace {
  return { workspaceId, recordId: id, purpose };
}

function nameOf({ name }: Sealed, { table }: SealedColumn): string {
  return `${table} “${name}”`;
}

function whyShut(open: () => unknown): string | null {
  try {
    open();
    return null;
  } catch (error) {
    if (error instanceof SecretError) return error.message;
    throw error;
  }
}
