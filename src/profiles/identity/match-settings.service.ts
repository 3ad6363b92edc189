import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { badInput } from '../../platform/api/index.js';
import { row, rows } from '../../platform/database/index.js';
import { Metrics } from '../../platform/telemetry/index.js';
import { MatchEngine } from './match-engine.js';
import { readThresholds, saveThresholds } from './match-settings.js';
import { wilsonInterval } from './wilson-interval.js';
import type { ShownMatchSettings, ShownThreshold, UpdateMatchSettings } from './match.dto.js';

const CHOICES = [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995];

type Counts = Pick<ShownMatchSettings, 'openReviews' | 'tooCommon'>;

/** The thresholds of a workspace, what they would have been worth, and what matching leaves out. */
@Injectable()
export class MatchSettingsService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly engine: MatchEngine,
    metrics: Metrics,
  ) {
    metrics.gauge(
      { name: 'match_retired_keys', help: 'Blocking keys that are too common to be looked up by' },
      async (gauge) => {
        const counted = await row<{ count: number }>(
          dataSource,
          `SELECT count(*)::integer AS count FROM match_retired_key`,
        );
        gauge.set(counted?.count ?? 0);
      },
    );
  }

  async read(workspaceId: string): Promise<ShownMatchSettings> {
    const thresholds = await readThresholds(this.dataSource.manager, workspaceId);
    const counts = await row<Counts>(
      this.dataSource.manager,
      `SELECT (SELECT count(*)::integer FROM match_review WHERE workspace_id = $1 AND status = 'open') AS "openReviews",
         (SELECT jsonb_build_object('keys', count(*), 'skipped', coalesce(sum(skipped), 0))
          FROM match_retired_key WHERE workspace_id = $1) AS "tooCommon"`,
      [workspaceId],
    );
    const none: Counts = { openReviews: 0, tooCommon: { keys: 0, skipped: 0 } };
    return { ...thresholds, modelVersion: this.engine.model.version, ...(counts ?? none) };
  }

  async update(workspaceId: string, change: UpdateMatchSettings): Promise<ShownMatchSettings> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT FROM workspace WHERE id = $1 FOR UPDATE`, [workspaceId]);
      const before = await readThresholds(manager, workspaceId);
      const thresholds = {
        autoMerge: change.autoMerge ?? before.autoMerge,
        review: change.review ?? before.review,
      };
      if (thresholds.review > thresholds.autoMerge)
        throw badInput([{ path: 'review', message: 'must not be above autoMerge' }]);
      await saveThresholds(manager, workspaceId, thresholds);
    });
    return this.read(workspaceId);
  }

  /** Pairs that a guard held back say nothing about the score, and are left out. */
  async thresholds(workspaceId: string): Promise<ShownThreshold[]> {
    const choices = await rows<Omit<ShownThreshold, 'low' | 'high'>>(
      this.dataSource.manager,
      `SELECT choice AS probability, count(r.id)::integer AS decided,
         (count(r.id) FILTER (WHERE r.status = 'merge'))::integer AS merged,
         (count(r.id) FILTER (WHERE r.status = 'merge'))::float8 / nullif(count(r.id), 0) AS precision
       FROM unnest($2::float8[]) AS choice
       LEFT JOIN match_review r ON r.workspace_id = $1 AND r.status IN ('merge', 'distinct') AND r.guard IS NULL
         AND r.probability >= choice
       GROUP BY choice ORDER BY choice`,
      [workspaceId, CHOICES],
    );
    return choices.map((choice) => ({ ...choice, ...wilsonInterval(choice.merged, choice.decided) }));
  }
}
