import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsUUID, Max, Min } from 'class-validator';
import { IfGiven } from './if-given.js';

/** `?limit=` (1 to 200, default 50) and `?cursor=`, the `nextCursor` of the page before. */
export class PageQuery {
  @IfGiven()
  @Transform(({ value }) => (typeof value === 'string' ? Number(value) : (value as unknown)))
  @IsInt({ message: 'must be a whole number from 1 to 200' })
  @Min(1, { message: 'must be a whole number from 1 to 200' })
  @Max(200, { message: 'must be a whole number from 1 to 200' })
  @ApiPropertyOptional({ type: 'integer', default: 50 })
  limit = 50;

  @IfGiven()
  @IsUUID(undefined, { message: 'must be the nextCursor of a page before' })
  cursor?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null;
}

/** Makes a page of rows that were read with one more than `limit`, in the order of their ids. */
export function pageOf<Row extends { id: string }, T>(
  read: readonly Row[],
  limit: number,
  show: (row: Row) => T,
): Page<T> {
  const shown = read.slice(0, limit);
  return { items: shown.map(show), nextCursor: read.length > limit ? (shown.at(-1)?.id ?? null) : null };
}
