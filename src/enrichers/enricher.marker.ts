import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import type { Sql } from '../platform/database/index.js';
import { WORK_QUEUE, type WorkQueue } from '../platform/queue/index.js';
import { QuestionRepository } from './question.repository.js';

export const ENRICH = 'enrich';

/** Says of whom other services must be asked. */
@Injectable()
export class EnricherMarker {
  constructor(
    private readonly questions: QuestionRepository,
    private readonly clock: Clock,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
  ) {}

  /** In the transaction of the change that makes it so. */
  async markDue(sql: Sql, workspaceId: string, profileIds: readonly string[]): Promise<void> {
    await this.questions.markDue(sql, workspaceId, profileIds, this.clock.now());
  }

  /** Once that transaction is done. */
  async wake(workspaceId: string): Promise<void> {
    await this.queue.wake(ENRICH, workspaceId);
  }
}
