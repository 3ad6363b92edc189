import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { rows } from '../../platform/database/index.js';
import { Metrics } from '../../platform/telemetry/index.js';

const OPEN = ['due', 'sending', 'waiting', 'unknown', 'accepted', 'rejected'];

/** Tells monitoring how many records are not in step, by their status. */
@Injectable()
export class OpenDeliveries {
  constructor(@InjectDataSource() dataSource: DataSource, metrics: Metrics) {
    metrics.gauge(
      { name: 'deliveries_open', help: 'Records of all syncs that are not in step yet', labels: ['status'] },
      async (gauge) => {
        for (const { status, count } of await countOpen(dataSource)) gauge.set({ status }, count);
      },
    );
  }
}

/** Sync by sync, so that the index finds the few that are open among the many that are not. */
function countOpen(dataSource: DataSource): Promise<{ status: string; count: number }[]> {
  return rows(
    dataSource,
    `SELECT o.status, coalesce(sum(c.count), 0)::integer AS count
     FROM unnest($1::text[]) AS o(status) LEFT JOIN sync s ON true LEFT JOIN LATERAL (
       SELECT count(*) FROM delivery d
       WHERE (d.workspace_id, d.sync_id, d.status) = (s.workspace_id, s.id, o.status)) c ON true
     GROUP BY o.status`,
    [OPEN],
  );
}
