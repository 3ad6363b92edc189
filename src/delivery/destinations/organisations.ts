import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { row } from '../../platform/database/index.js';
import type { Organisation as Identified } from '../../systems/index.js';
import { CallBudget } from './call-budget.js';

/** What is known of a remote organisation, over all destinations that lead to it. */
export interface Organisation {
  readonly key: string;
  readonly name: string;
  /** The day's calls as the vendor last said, and those since; null before it did. */
  readonly callsLimit: number | null;
  readonly callsUsed: number | null;
  readonly callsSaved: number;
  readonly savedAt: Date;
  /** When the vendor last said how many calls are used. */
  readonly reportedAt: Date | null;
}

const FOUND = `
  SELECT o.key, o.name, a.reported_limit AS "callsLimit", a.reported_used + a.spent_since AS "callsUsed",
    o.calls_saved AS "callsSaved", o.saved_at AS "savedAt", a.reported_at AS "reportedAt"
  FROM remote_organisation o LEFT JOIN quota_account a ON a.subject = o.key`;

@Injectable()
export class Organisations {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  find(key: string): Promise<Organisation | null> {
    return row(this.dataSource.manager, `${FOUND} WHERE o.key = $1`, [key]);
  }

  /** Makes an organisation known at its first sign-in. */
  async know({ key, name }: Identified, callsPerDay: number): Promise<void> {
    const { calls, at } = new CallBudget(callsPerDay).full(this.clock.now());
    await this.dataSource.query(
      `INSERT INTO remote_organisation (key, name, calls_saved, saved_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (key) DO UPDATE SET name = excluded.name`,
      [key, name, calls, at],
    );
  }

  /** Takes calls that were made from what syncs have saved up. */
  async spend(key: string, calls: number, callsPerDay: number): Promise<void> {
    const organisation = await this.find(key);
    if (!organisation) return;
    const budget = new CallBudget(organisation.callsLimit ?? callsPerDay);
    const saved = { calls: organisation.callsSaved, at: organisation.savedAt };
    const left = budget.spend(saved, calls, this.clock.now());
    await this.dataSource.query(
      `UPDATE remote_organisation SET calls_saved = $2, saved_at = $3 WHERE key = $1`,
      [key, left.calls, left.at],
    );
  }
}
