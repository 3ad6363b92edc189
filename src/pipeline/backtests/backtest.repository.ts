import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { pageOf, type Page, type PageQuery } from '../../platform/api/index.js';
import { affected, newId, row, rows } from '../../platform/database/index.js';
import type { TriedRules } from '../../profiles/index.js';
import type { BacktestProgress } from './backtest.dto.js';
import type { RunningBacktest, StoredReport } from './backtest.js';

export interface StoredBacktest {
  readonly id: string;
  readonly status: 'running' | 'done' | 'failed';
  readonly from: Date | null;
  readonly until: Date;
  readonly rules: TriedRules;
  readonly modelVersion: string;
  readonly phase: BacktestProgress['phase'];
  readonly total: number;
  readonly done: number;
  readonly phaseBeganAt: Date | null;
  readonly report: StoredReport | null;
  readonly message: string | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

export interface NewBacktest {
  readonly since: Date | null;
  readonly until: Date;
  readonly rules: TriedRules;
  readonly model: unknown;
  readonly modelVersion: string;
}

interface WindowLead {
  readonly id: string;
  readonly nodeId: string;
}

const SHOWN = `
  SELECT id, status, since AS "from", until, rules, model_version AS "modelVersion", phase, total, done,
    phase_began_at AS "phaseBeganAt", report, message, created_at AS "createdAt", ended_at AS "endedAt"
  FROM match_backtest`;

const IN_WINDOW = `e.status = 'parsed' AND ($2::timestamptz IS NULL OR e.received_at >= $2) AND e.received_at <= $3`;

/** Backtests and what they read. All that is written here is about the backtest itself. */
@Injectable()
export class BacktestRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async start(workspaceId: string, asked: NewBacktest): Promise<string> {
    const id = newId();
    await this.dataSource.query(
      `INSERT INTO match_backtest (workspace_id, since, until, id, rules, model, model_version, total)
       SELECT $1, $2, $3, $4, $5, $6, $7, count(*) FROM lead_event e WHERE e.workspace_id = $1 AND ${IN_WINDOW}`,
      [
        workspaceId,
        asked.since,
        asked.until,
        id,
        JSON.stringify(asked.rules),
        asked.model === null ? null : JSON.stringify(asked.model),
        asked.modelVersion,
      ],
    );
    return id;
  }

  list(workspaceId: string, { limit, cursor }: PageQuery): Promise<Page<StoredBacktest>> {
    return rows<StoredBacktest>(
      this.dataSource,
      `${SHOWN} WHERE workspace_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
      [workspaceId, cursor ?? null, limit + 1],
    ).then((read) => pageOf(read, limit, (backtest) => backtest));
  }

  read(workspaceId: string, id: string): Promise<StoredBacktest | null> {
    return row(this.dataSource, `${SHOWN} WHERE workspace_id = $1 AND id = $2`, [workspaceId, id]);
  }

  /** Answers whether there was one. */
  async remove(workspaceId: string, id: string): Promise<boolean> {
    const removed = await affected(
      this.dataSource,
      `DELETE FROM match_backtest WHERE workspace_id = $1 AND id = $2`,
      [workspaceId, id],
    );
    return removed > 0;
  }

  async workspacesWithRunning(): Promise<string[]> {
    const found = await rows<{ id: string }>(
      this.dataSource,
      `SELECT DISTINCT workspace_id AS id FROM match_backtest WHERE status = 'running'`,
    );
    return found.map(({ id }) => id);
  }

  /** Takes the oldest that is under way from its beginning: what a dead process knew of it died with it. */
  begin(workspaceId: string): Promise<RunningBacktest | null> {
    return row(
      this.dataSource,
      `UPDATE match_backtest SET begun = begun + 1, done = 0, report = NULL, phase = 'waiting', phase_began_at = NULL
       WHERE workspace_id = $1 AND id = (
         SELECT id FROM match_backtest WHERE workspace_id = $1 AND status = 'running' ORDER BY id LIMIT 1)
       RETURNING id, since, until, rules, model, total, begun`,
      [workspaceId],
    );
  }

  /** It was interrupted by a stop of the process, and not by its own fault. */
  async leave(workspaceId: string, id: string): Promise<void> {
    await this.dataSource.query(
      `UPDATE match_backtest SET begun = begun - 1 WHERE workspace_id = $1 AND id = $2 AND status = 'running'`,
      [workspaceId, id],
    );
  }

  async enter(
    workspaceId: string,
    id: string,
    phase: BacktestProgress['phase'],
    total: number,
  ): Promise<void> {
    await this.dataSource.query(
      `UPDATE match_backtest SET phase = $3, total = $4, done = 0, phase_began_at = now()
       WHERE workspace_id = $1 AND id = $2`,
      [workspaceId, id, phase, total],
    );
  }

  /** Answers false when the backtest is gone: somebody deleted it. */
  async pass(workspaceId: string, id: string, count: number, report: StoredReport | null): Promise<boolean> {
    const passed = await affected(
      this.dataSource,
      `UPDATE match_backtest SET done = done + $3, total = greatest(total, done + $3), report = coalesce($4, report)
       WHERE workspace_id = $1 AND id = $2 AND status = 'running'`,
      [workspaceId, id, count, report && JSON.stringify(report)],
    );
    return passed > 0;
  }

  async end(
    workspaceId: string,
    id: string,
    status: 'done' | 'failed',
    message: string | null,
  ): Promise<void> {
    await this.dataSource.query(
      `UPDATE match_backtest SET status = $3, message = $4, ended_at = now()
       WHERE workspace_id = $1 AND id = $2 AND status = 'running'`,
      [workspaceId, id, status, message],
    );
  }

  /** The next leads of the window and the nodes that stand for them. */
  leads(
    workspaceId: string,
    { since, until }: Pick<RunningBacktest, 'since' | 'until'>,
    after: string | null,
    limit: number,
  ): Promise<WindowLead[]> {
    return rows(
      this.dataSource,
      `SELECT e.id, e.node_id AS "nodeId" FROM lead_event e
       WHERE e.workspace_id = $1 AND ${IN_WINDOW} AND ($4::uuid IS NULL OR e.id > $4) ORDER BY e.id LIMIT $5`,
      [workspaceId, since, until, after, limit],
    );
  }

  /** What in the connected systems and in the review queue hangs on these people. */
  async count(
    workspaceId: string,
    touched: readonly string[],
    nodeIds: readonly string[],
  ): Promise<{ crmRecords: number; openReviews: number }> {
    const counted = await row<{ crmRecords: number; openReviews: number }>(
      this.dataSource,
      `SELECT
         (SELECT count(*)::integer FROM remote_record r JOIN profile p
            ON (p.workspace_id, p.id) = (r.workspace_id, r.owner_profile_id)
          WHERE r.workspace_id = $1 AND r.remote_id IS NOT NULL
            AND coalesce(p.merged_into, p.id) = ANY($2::uuid[])) AS "crmRecords",
         (SELECT count(*)::integer FROM match_review r
          WHERE r.workspace_id = $1 AND r.status = 'open' AND r.node_a = ANY($3::uuid[])) AS "openReviews"`,
      [workspaceId, touched, nodeIds],
    );
    return counted ?? { crmRecords: 0, openReviews: 0 };
  }
}
