import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { row } from '../platform/database/index.js';
import { Metrics } from '../platform/telemetry/index.js';

/** Tells monitoring how much was kept that nobody has read yet: it grows where workers are missing. */
@Injectable()
export class UnreadLeads {
  constructor(@InjectDataSource() dataSource: DataSource, metrics: Metrics) {
    metrics.gauge({ name: 'leads_unread', help: 'Leads that are kept and not read yet' }, async (gauge) => {
      const unread = await row<{ count: number }>(
        dataSource,
        `SELECT count(*)::integer AS count FROM lead_event WHERE status = 'received'`,
      );
      gauge.set(unread?.count ?? 0);
    });
  }
}
