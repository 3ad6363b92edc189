import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { row, rows } from '../../platform/database/index.js';
import type { SystemError } from '../../systems/index.js';
import { backOff } from './back-off.js';
import type { Destination } from './destination.entity.js';
import type { Pause } from './pause.dto.js';

type Place = Pick<Destination, 'id' | 'organisationKey'>;

/** Why something is left alone; without seconds the pause doubles with each failure in a row. */
export interface Cause {
  readonly kind: SystemError['kind'];
  readonly seconds: number | null;
  readonly message: string;
}

/** True in SQL while something keeps destination `d` from being used; `now` names a parameter. */
export function isPaused(now: string): string {
  return `EXISTS (SELECT FROM pause p WHERE p.subject IN (d.organisation_key, 'destination:' || d.id) AND p.until > ${now})`;
}

/** What ails an organisation pauses all destinations that lead to it; what ails one destination only that one. */
@Injectable()
export class Pauses {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  beginFor(destination: Place, cause: Cause): Promise<void> {
    return this.begin(ofDestination(destination), cause);
  }

  beginForOrganisation(key: string, cause: Cause): Promise<void> {
    return this.begin(key, cause);
  }

  /** Ends the pauses of a destination and of its organisation, and forgets how often they failed in a row. */
  async lift(destination: Place): Promise<void> {
    await this.dataSource.query(`DELETE FROM pause WHERE subject = ANY($1::text[])`, [
      [ofDestination(destination), destination.organisationKey ?? ''],
    ]);
  }

  /** The pauses that are in force, by destination id. */
  async inForce(workspaceId: string, destinationIds: readonly string[]): Promise<ReadonlyMap<string, Pause>> {
    const found = await rows<Pause & { id: string }>(
      this.dataSource.manager,
      `SELECT d.id, p.until, p.reason
       FROM destination d JOIN pause p ON p.subject IN (d.organisation_key, 'destination:' || d.id)
       WHERE d.workspace_id = $1 AND d.id = ANY($2::uuid[]) AND p.until > $3
       ORDER BY p.until`,
      [workspaceId, destinationIds, this.clock.now()],
    );
    return new Map(found.map(({ id, until, reason }) => [id, { until, reason }]));
  }

  /**
   * Without a time of its own a pause doubles with each failure in a row, from up to 1 s to 5 minutes. One that is in
   * force for longer stays: of what went on at once one may have met a used-up budget, and others a single failure.
   */
  private async begin(subject: string, { kind, seconds, message }: Cause): Promise<void> {
    const before = await row<{ failures: number }>(
      this.dataSource.manager,
      `SELECT failures FROM pause WHERE subject = $1`,
      [subject],
    );
    const now = this.clock.now();
    const failures = (before?.failures ?? 0) + 1;
    const wait = seconds === null ? backOff(failures) : seconds * 1_000;
    await this.dataSource.query(
      `INSERT INTO pause (subject, since, until, reason, kind, failures) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (subject) DO UPDATE
         SET until = greatest(pause.until, excluded.until), failures = excluded.failures,
           reason = CASE WHEN pause.until > excluded.until THEN pause.reason ELSE excluded.reason END,
           kind = CASE WHEN pause.until > excluded.until THEN pause.kind ELSE excluded.kind END`,
      [subject, now, new Date(now.getTime() + wait), message, kind, failures],
    );
  }
}

function ofDestination({ id }: Place): string {
  return `destination:${id}`;
}
