import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Destination } from '../destinations/destination.entity.js';
import { RunRepository } from '../runs/run.repository.js';
import type { Sync } from '../syncs/sync.entity.js';
import { Alongside } from './alongside.js';
import type { Bulk } from './bulk.js';
import { DraftSender, type Draft } from './draft-sender.js';
import { Interrupter } from './interrupter.js';
import type { Interruption } from './interruption.js';
import { Pace } from './pace.js';

/** Hands over what was collected for jobs and large calls, beside what its sync goes on with. */
@Injectable()
export class HandOver {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly drafts: DraftSender,
    private readonly alongside: Alongside,
    private readonly runs: RunRepository,
    private readonly interrupter: Interrupter,
    private readonly pace: Pace,
  ) {}

  isGoingOn(sync: Sync, organisationKey: string): boolean {
    return this.alongside.isGoingOn(organisationKey, nameOf(sync));
  }

  /** What is collected is kept until the one before it is handed over. */
  begin(sync: Sync, destination: Destination, organisationKey: string, bulk: Bulk): void {
    if (this.isGoingOn(sync, organisationKey)) return;
    const draft = this.drafts.take(sync);
    if (!draft) return;
    this.alongside.begin(organisationKey, nameOf(sync), async () => {
      const interruption = await this.handOver(sync, draft, bulk);
      if (interruption) await this.interrupter.interrupt(destination, interruption);
      if (!this.drafts.isCollecting(sync)) await this.runs.endSend(this.dataSource.manager, draft.run);
    });
  }

  /**
   * Where one look-up of many failed, what the others found goes over all the same: to look all of it up again would
   * meet the next such failure. Answers what the organisation is to be left alone for.
   */
  async save(sync: Sync, organisationKey: string, bulk: Bulk, cause: Interruption): Promise<Interruption> {
    if (cause.kind !== 'unavailable') return cause;
    await this.alongside.allDone(organisationKey);
    const draft = this.drafts.isEnough(sync, bulk) ? this.drafts.take(sync) : null;
    return (draft && (await this.handOver(sync, draft, bulk))) ?? cause;
  }

  /** Gives back what is collected for an organisation and not handed over yet, once what is handed over is through. */
  async letGo(organisationKey: string): Promise<void> {
    await this.alongside.allDone(organisationKey);
    await this.drafts.letGo(
      organisationKey,
      'Sending was interrupted before a job was full; it goes on later.',
    );
  }

  /** The same of what was planned under settings that have changed since, or for a sync that sends nothing by now. */
  letGoOutdated(organisationKey: string, stands: (draft: Draft) => boolean): Promise<boolean> {
    return this.drafts.letGo(
      organisationKey,
      'The sync was changed, paused or switched off before a job was full; its records are planned anew.',
      (draft) => !stands(draft),
    );
  }

  private async handOver(sync: Sync, draft: Draft, bulk: Bulk): Promise<Interruption | null> {
    const { bound, run } = draft;
    const interruption = await this.drafts.handOver(draft, bulk);
    const calls = this.pace.takeCalls(bound.session);
    await this.pace.spend(bound, calls);
    await this.runs.addCalls(this.dataSource.manager, sync.workspaceId, run.id, calls);
    return interruption;
  }
}

function nameOf({ id }: Sync): string {
  return `hand over ${id}`;
}
