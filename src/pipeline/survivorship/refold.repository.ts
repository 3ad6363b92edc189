import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { notFound, pageOf, type Page, type PageQuery } from '../../platform/api/index.js';
import { newId, row, rows, type Sql } from '../../platform/database/index.js';
import type { ShownRefold } from './profile-settings.dto.js';

type StoredRefold = Omit<ShownRefold, 'secondsLeft'>;

export interface RunningRefold {
  readonly id: string;
  readonly lastProfileId: string | null;
}

const SHOWN = `
  SELECT id, status, total, done, changed, created_at AS "createdAt", ended_at AS "endedAt" FROM refold`;

/** A step holds the leads of its people in memory; one of very many leads is a step alone. */
const PEOPLE_A_STEP = 200;
const LEADS_A_STEP = 2_000;

@Injectable()
export class RefoldRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async workspacesWithRunning(): Promise<string[]> {
    const found = await rows<{ id: string }>(
      this.dataSource,
      `SELECT workspace_id AS id FROM refold WHERE status = 'running'`,
    );
    return found.map(({ id }) => id);
  }

  /** Begins a refold of everybody; one that runs is superseded. To be called in a transaction. */
  async start(sql: Sql, workspaceId: string): Promise<void> {
    await sql.query(
      `UPDATE refold SET status = 'superseded', ended_at = now() WHERE workspace_id = $1 AND status = 'running'`,
      [workspaceId],
    );
    await sql.query(
      `INSERT INTO refold (workspace_id, id, total)
       SELECT $1, $2, count(*) FROM profile WHERE workspace_id = $1 AND merged_into IS NULL`,
      [workspaceId, newId()],
    );
  }

  running(workspaceId: string): Promise<RunningRefold | null> {
    return row(
      this.dataSource,
      `SELECT id, last_profile_id AS "lastProfileId" FROM refold WHERE workspace_id = $1 AND status = 'running'`,
      [workspaceId],
    );
  }

  async nextPeople(workspaceId: string, { lastProfileId }: RunningRefold): Promise<string[]> {
    const found = await rows<{ id: string }>(
      this.dataSource,
      `SELECT id FROM (
         SELECT id, sum(event_count) OVER (ORDER BY id) - event_count AS leads_before FROM (
           SELECT id, event_count FROM profile
           WHERE workspace_id = $1 AND merged_into IS NULL AND ($2::uuid IS NULL OR id > $2)
           ORDER BY id LIMIT ${PEOPLE_A_STEP}) next
       ) counted
       WHERE leads_before < ${LEADS_A_STEP} ORDER BY id`,
      [workspaceId, lastProfileId],
    );
    return found.map(({ id }) => id);
  }

  async pass(
    sql: Sql,
    workspaceId: string,
    id: string,
    people: readonly string[],
    changed: number,
  ): Promise<void> {
    await sql.query(
      `UPDATE refold SET done = done + $3, total = greatest(total, done + $3), changed = changed + $4,
         last_profile_id = $5
       WHERE workspace_id = $1 AND id = $2`,
      [workspaceId, id, people.length, changed, people.at(-1)],
    );
  }

  async end(workspaceId: string, id: string): Promise<void> {
    await this.dataSource.query(
      `UPDATE refold SET status = 'done', ended_at = now() WHERE workspace_id = $1 AND id = $2 AND status = 'running'`,
      [workspaceId, id],
    );
  }

  async list(workspaceId: string, { limit, cursor }: PageQuery): Promise<Page<ShownRefold>> {
    const read = await rows<StoredRefold>(
      this.dataSource,
      `${SHOWN} WHERE workspace_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
      [workspaceId, cursor ?? null, limit + 1],
    );
    return pageOf(read, limit, show);
  }

  async read(workspaceId: string, id: string): Promise<ShownRefold> {
    const found = await row<StoredRefold>(this.dataSource, `${SHOWN} WHERE workspace_id = $1 AND id = $2`, [
      workspaceId,
      id,
    ]);
    if (!found) throw notFound('refold', id);
    return show(found);
  }
}

function show(refold: StoredRefold): ShownRefold {
  const { total, done, createdAt, endedAt } = refold;
  const rate = done / Math.max(1, (Date.now() - createdAt.getTime()) / 1_000);
  const secondsLeft = endedAt ? 0 : rate > 0 ? Math.ceil((total - done) / rate) : null;
  return { ...refold, secondsLeft };
}
