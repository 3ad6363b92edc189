import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { ProblemError } from '../platform/api/index.js';
import { fence, LeaseBusy, withLeaseSoon } from '../platform/database/index.js';

/** Lets somebody who waits for the answer change people between two turns of the matcher. */
@Injectable()
export class MatcherTurn {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @throws {ProblemError} 503 while the matcher gives no turn; nothing was changed then */
  async take<T>(workspaceId: string, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await withLeaseSoon(this.dataSource, `matcher:${workspaceId}`, (lease) =>
        this.dataSource.transaction(async (manager) => {
          await fence(manager, lease);
          return work(manager);
        }),
      );
    } catch (error) {
      if (!(error instanceof LeaseBusy)) throw error;
      throw new ProblemError(
        503,
        'Leads are being matched without a break at the moment, and nothing was changed. Try again soon.',
      );
    }
  }
}
