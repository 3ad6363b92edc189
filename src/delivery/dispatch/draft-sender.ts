import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { newId } from '../../platform/database/index.js';
import type { Destination } from '../destinations/destination.entity.js';
import type { BoundSession } from '../destinations/sessions.js';
import { RunRepository, type OpenRun } from '../runs/run.repository.js';
import type { Sync } from '../syncs/sync.entity.js';
import { allToTheEnd } from './all-to-the-end.js';
import { BatchSender } from './batch-sender.js';
import type { Bulk } from './bulk.js';
import type { Claim } from './delivery.repository.js';
import { InHand } from './in-hand.js';
import type { Interruption } from './interruption.js';
import { OutcomeWriter } from './outcome-writer.js';
import type { PreparedWrite } from './prepared.js';
import { sendContext } from './send-context.js';

/** For whom something is collected, and where it is to go, as both stood when it began. */
interface Collecting {
  readonly sync: Sync;
  readonly destination: Destination;
}

/** What is collected for one job. All of it is claimed under one token. */
export interface Draft extends Collecting {
  readonly token: string;
  readonly bound: BoundSession;
  readonly run: OpenRun;
  readonly writes: PreparedWrite[];
}

/**
 * Collects what is planned over several turns of a sync until it fills a job or a large call, so that neither fresh
 * records nor other syncs wait until all of it is looked up.
 */
@Injectable()
export class DraftSender {
  private readonly drafts = new Map<string, Draft>();
  private readonly reserved = new Map<string, number>();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly batches: BatchSender,
    private readonly outcomes: OutcomeWriter,
    private readonly runs: RunRepository,
    private readonly inHand: InHand,
  ) {}

  isCollecting({ id }: Sync): boolean {
    return this.drafts.has(id);
  }

  isFull({ id }: Sync, { rows }: Bulk): boolean {
    return (this.drafts.get(id)?.writes.length ?? 0) >= rows;
  }

  /** Whether what is collected is worth a job of its own. */
  isEnough({ id }: Sync, { fromRows }: Bulk): boolean {
    return (this.drafts.get(id)?.writes.length ?? 0) > fromRows;
  }

  /** How many records may be added now; several turns may be planning some at once. */
  reserve({ id }: Sync, { rows, piece }: Bulk): number {
    const reserved = this.reserved.get(id) ?? 0;
    const places = Math.min(piece, rows - (this.drafts.get(id)?.writes.length ?? 0) - reserved);
    if (places > 0) this.reserved.set(id, reserved + places);
    return Math.max(0, places);
  }

  release({ id }: Sync, places: number): void {
    this.reserved.set(id, (this.reserved.get(id) ?? 0) - places);
  }

  /** Under what to claim what is to be added. */
  tokenFor({ id }: Sync): string {
    return this.drafts.get(id)?.token ?? newId();
  }

  /** The draft to which what is claimed is added: the one that is being collected, or a new one. */
  open({ sync, destination }: Collecting, bound: BoundSession, token: string, run: OpenRun): Draft {
    const draft = this.drafts.get(sync.id) ?? { token, sync, destination, bound, run, writes: [] };
    this.drafts.set(sync.id, draft);
    this.inHand.take(draft.token);
    return draft;
  }

  /** Plans a claim, writes down what is about to be written, and keeps it: of a whole job that would take long. */
  async add({ sync, bound, run, token, writes: kept }: Draft, claim: Claim): Promise<Interruption | null> {
    const { writes, interruption } = await this.batches.prepare(sync, bound, claim, run.id);
    kept.push(...(await this.batches.intend(sendContext(sync, bound.definition, run.id, token), writes)));
    return interruption;
  }

  /** Takes what was collected to hand it over; what comes from then on is another draft. */
  take({ id }: Sync): Draft | null {
    const draft = this.drafts.get(id) ?? null;
    this.drafts.delete(id);
    return draft;
  }

  /** Hands over what was collected: too little for a job goes by calls, and so does what is taken away. */
  async handOver(draft: Draft, { by, fromRows, rows }: Bulk): Promise<Interruption | null> {
    const { bound, token, run, writes } = draft;
    const context = sendContext(draft.sync, bound.definition, run.id, token);
    try {
      const removed = writes.filter(({ operation }) => operation.operation === 'remove');
      const written = writes.filter(({ operation }) => operation.operation !== 'remove');
      const asJob = by === 'job' && written.length > fromRows;
      const size = by === 'job' ? bound.definition.limits.writeBatch : rows;
      const parts = [...(asJob ? [written] : partsOf(written, size)), ...partsOf(removed, size)];
      for (const [index, part] of parts.entries()) {
        const interruption = await this.batches.write(
          context,
          bound,
          part,
          asJob && index === 0 ? 'job' : 'calls',
        );
        if (!interruption) continue;
        await this.giveBack(draft, parts.slice(index + 1).flat());
        return interruption;
      }
      return null;
    } finally {
      this.inHand.release(token);
    }
  }

  /**
   * Gives back what was collected for syncs of an organisation, all of it or what is not to go out any more, and ends
   * its runs. Answers whether there was any.
   */
  async letGo(
    organisationKey: string,
    message: string,
    isToGo: (draft: Draft) => boolean = () => true,
  ): Promise<boolean> {
    const theirs = [...this.drafts.values()].filter(
      (draft) => draft.bound.organisationKey === organisationKey && isToGo(draft),
    );
    for (const { sync } of theirs) this.drafts.delete(sync.id);
    await allToTheEnd(theirs.map((draft) => () => this.letOneGo(draft, message)));
    return theirs.length > 0;
  }

  /** Whatever happens, its claim is not kept alive any longer: what could not be given back is then found dead. */
  private async letOneGo(draft: Draft, message: string): Promise<void> {
    try {
      await this.giveBack(draft, draft.writes);
      await this.runs.endInterrupted(this.dataSource.manager, draft.run, message);
    } finally {
      this.inHand.release(draft.token);
    }
  }

  private async giveBack(
    { sync, bound, run, token }: Draft,
    writes: readonly PreparedWrite[],
  ): Promise<void> {
    await this.outcomes.giveBack(
      sendContext(sync, bound.definition, run.id, token),
      writes.map(({ delivery }) => delivery),
      0,
    );
  }
}

function partsOf<T>(all: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start < all.length; start += size) parts.push(all.slice(start, start + size));
  return parts;
}
