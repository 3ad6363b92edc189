import type { EntityManager } from 'typeorm';

/** Anything that runs SQL: the connection pool's manager, or that of an open transaction. */
export type Sql = Pick<EntityManager, 'query'>;

/**
 * Rows of any statement. TypeORM answers the rows of a SELECT or INSERT, but `[rows, count]` of an
 * UPDATE or DELETE, also where it stands behind a WITH.
 */
export async function rows<Row>(sql: Sql, text: string, parameters: readonly unknown[] = []): Promise<Row[]> {
  const answer: unknown = await sql.query(text, [...parameters]);
  if (!Array.isArray(answer)) return [];
  const isPair = answer.length === 2 && Array.isArray(answer[0]) && typeof answer[1] === 'number';
  return (isPair ? answer[0] : answer) as Row[];
}

/** The first row, or null. */
export async function row<Row>(
  sql: Sql,
  text: string,
  parameters: readonly unknown[] = [],
): Promise<Row | null> {
  return (await rows<Row>(sql, text, parameters))[0] ?? null;
}

/**
 * JSON that `jsonb` takes whatever the texts in it hold, for what others say: an answer may quote a NUL, or
 * half of a character that was cut through.
 */
export function toJsonb(value: unknown): string {
  const json = JSON.stringify(value);
  if (!MAY_BE_REFUSED.test(json)) return json;
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'string' ? part.replaceAll('\u0000', '').replaceAll(/\p{Surrogate}/gu, '\uFFFD') : part,
  );
}

/** JSON writes a NUL and half a character by their number, and hardly anything else does. */
const MAY_BE_REFUSED = /\\u(?:0000|d[89a-f])/;

/** How many rows an UPDATE or DELETE without RETURNING touched. */
export async function affected(sql: Sql, text: string, parameters: readonly unknown[] = []): Promise<number> {
  const answer: unknown = await sql.query(text, [...parameters]);
  return Array.isArray(answer) && typeof answer[1] === 'number' ? answer[1] : 0;
}
