import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Settings } from '../config/index.js';
import { outgrownTables, refreshStatistics, withLease } from '../database/index.js';
import { Ticker } from '../scheduling/index.js';

/**
 * Keeps the planner's knowledge of fast-growing tables current. A PostgreSQL server looks once a minute by
 * itself, which is late for a first fill; the embedded database has no autovacuum and never looks.
 */
@Injectable()
export class StatisticsKeeper implements OnApplicationBootstrap {
  private readonly logger = new Logger(StatisticsKeeper.name);

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly settings: Settings,
    private readonly ticker: Ticker,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.works) this.ticker.everySecond('table statistics', () => this.keep());
  }

  private async keep(): Promise<void> {
    const outgrown = await outgrownTables(this.dataSource.manager);
    if (outgrown.length === 0) return;
    await withLease(this.dataSource, 'table-statistics', async () => {
      for (const table of outgrown)
        await refreshStatistics(this.dataSource.manager, table, this.settings.embedded);
    });
    this.logger.debug(`Analysed ${outgrown.join(', ')}`);
  }
}
