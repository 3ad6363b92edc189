import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { Brake } from '../brake/brake.js';
import { announceFirstFill } from '../brake/first-fill.js';
import { SystemError } from '../../systems/index.js';
import type { Destination } from '../destinations/destination.entity.js';
import { Pauses } from '../destinations/pauses.js';
import { Sessions, type BoundSession } from '../destinations/sessions.js';
import { RunRepository, type OpenRun, type RunTrigger } from '../runs/run.repository.js';
import type { Sync } from '../syncs/sync.entity.js';
import { Alongside } from './alongside.js';
import { BatchSender } from './batch-sender.js';
import { bulkOf, wayOf, type Bulk } from './bulk.js';
import {
  DeliveryRepository,
  type Claim,
  type Freshness,
  type Hold,
  type Scope,
} from './delivery.repository.js';
import { DraftSender } from './draft-sender.js';
import { HandOver } from './hand-over.js';
import { InHand } from './in-hand.js';
import { Interrupter } from './interrupter.js';
import { interruptionBy, type Interruption } from './interruption.js';
import { beginning, inLanes, inTurn, type Sent } from './lanes.js';
import type { Orders } from './orders.js';
import { Pace } from './pace.js';

/** Batches one send may take before other syncs of the organisation have their turn. */
const BATCHES_A_TURN = 4;
/** Turns of one send where no other sync waits. What is told of it, such as that it is a first fill, is told at its end. */
const MOST_TURNS = 32;

const callsUsedUp: Interruption = {
  kind: 'quota',
  message: 'Nearly all API calls of the day are used over there. Sending goes on when there are calls again.',
  seconds: 900,
};

/** What to send now: which rows of a sync, and the run that is open for it. */
export interface Send {
  readonly sync: Sync;
  readonly destination: Destination;
  readonly scope: Scope;
  readonly run: OpenRun | null;
  /** Where something else is to be done than what the sync does by itself: with one batch, and when nothing is left. */
  readonly orders?: () => Orders;
  readonly end?: () => Promise<void>;
  /** The same as it stands by now; null where it does not stand any more, or something else waits for its turn. */
  readonly again?: () => Promise<Send | null>;
}

/** `bound`: the first sign-in told which organisation it is; nothing was sent yet. */
export type Progress = 'sent' | 'nothing' | 'interrupted' | 'bound';

/** Sends what one sync has due, several batches at once, and counts it in a run. */
@Injectable()
export class SyncSender {
  /** Syncs whose last send went well and had more to send. */
  private readonly goingOn = new Set<string>();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly deliveries: DeliveryRepository,
    private readonly runs: RunRepository,
    private readonly sessions: Sessions,
    private readonly pauses: Pauses,
    private readonly batches: BatchSender,
    private readonly drafts: DraftSender,
    private readonly handOver: HandOver,
    private readonly alongside: Alongside,
    private readonly interrupter: Interrupter,
    private readonly inHand: InHand,
    private readonly pace: Pace,
    private readonly brake: Brake,
    private readonly clock: Clock,
  ) {}

  async send(send: Send, mayGoOn: () => boolean): Promise<Progress> {
    if (!(await this.brake.mayGo(send))) return 'nothing';
    const bound = await this.open(send);
    if (!bound) return 'interrupted';
    if (send.destination.organisationKey === null) return 'bound';
    // Calls that were made by others meanwhile, such as previews, are none of this send.
    if (!this.alongside.isBusy(bound.organisationKey)) this.pace.takeCalls(bound.session);
    const most = await this.pace.affordable(send.sync, bound, BATCHES_A_TURN);
    if (most === 0 && (await this.pace.waitForShare(send.sync, bound))) return 'nothing';
    if (most === 0 && send.sync.schedule.mode === 'cron') {
      await this.interrupter.interrupt(send.destination, callsUsedUp);
      return 'interrupted';
    }
    const begunAt = this.clock.now();
    const sent = beginning(most, !this.goingOn.has(send.sync.id));
    await this.sendSome(send, bound, sent, mayGoOn);
    const { run, hasMore, interruption } = sent;
    if (hasMore && !interruption) this.goingOn.add(send.sync.id);
    else this.goingOn.delete(send.sync.id);
    const calls = this.pace.takeCalls(bound.session);
    await this.pace.book(send.sync, bound, { begunAt, calls, hasMore });
    if (run && !send.end) await announceFirstFill(this.dataSource.manager, send.sync, run);
    if (run) await this.runs.addCalls(this.dataSource.manager, send.sync.workspaceId, run.id, calls);
    if (interruption) {
      await this.interrupter.interrupt(send.destination, interruption);
      if (!send.run && run)
        await this.runs.endInterrupted(this.dataSource.manager, run, interruption.message);
      return 'interrupted';
    }
    if (run) await this.pauses.lift(send.destination);
    await this.endRun(send, run, hasMore);
    return run ? 'sent' : 'nothing';
  }

  private async sendSome(send: Send, bound: BoundSession, sent: Sent, mayGoOn: () => boolean): Promise<void> {
    const { definition, session, organisationKey } = bound;
    const bulk = bulkOf(session, definition.limits);
    // What was agreed on is done batch by batch, each of them told.
    const way = bulk && !send.orders ? await this.wayOf(send, bulk) : 'calls';
    if (bulk === null || way === 'calls') {
      const one = (begun: () => void) => this.sendOne(send, bound, sent, 'any', begun);
      return inLanes(sent, mayGoOn, one, () => this.more(send, bound, sent));
    }
    if (way === 'fresh-first') {
      await inLanes(sent, mayGoOn, (begun) => this.sendOne(send, bound, sent, 'fresh', begun));
      sent.hasMore = true;
    }
    if (sent.interruption) return;
    const collected = way === 'fresh-first' ? 'rest' : 'any';
    await inLanes(
      sent,
      mayGoOn,
      (begun) => this.collectOne(send, bound, bulk, sent, collected, begun),
      async () => ((await this.isFresh(send)) ? 0 : this.more(send, bound, sent)),
    );
    if (sent.interruption) {
      sent.interruption = await this.handOver.save(send.sync, organisationKey, bulk, sent.interruption);
      return;
    }
    const isFull = this.drafts.isFull(send.sync, bulk);
    const goesOn = sent.hasMore && !isFull && mayGoOn();
    // A budget that pays for no whole turn may pay for none of the next: what was looked up is written first.
    if (goesOn && (await this.pace.affordable(send.sync, bound, BATCHES_A_TURN)) > 0) return;
    this.handOver.begin(send.sync, send.destination, organisationKey, bulk);
  }

  /** Batches beyond those of a turn, where no other sync waits for its own. */
  private async more(send: Send, bound: BoundSession, { run, turns }: Sent): Promise<number> {
    const again = turns < MOST_TURNS ? await send.again?.() : null;
    if (!again || !(await this.brake.mayGo(again))) return 0;
    const calls = this.pace.takeCalls(bound.session);
    await this.pace.spend(bound, calls);
    if (run) await this.runs.addCalls(this.dataSource.manager, send.sync.workspaceId, run.id, calls);
    return this.pace.affordable(send.sync, bound, BATCHES_A_TURN);
  }

  private async isFresh({ sync, scope }: Send): Promise<boolean> {
    const { fresh } = await this.deliveries.due(this.dataSource.manager, sync, scope, 1, this.clock.now());
    return fresh > 0;
  }

  private async wayOf({ sync, scope }: Send, bulk: Bulk) {
    const due = await this.deliveries.due(
      this.dataSource.manager,
      sync,
      scope,
      bulk.fromRows + 1,
      this.clock.now(),
    );
    return wayOf(bulk, due, this.drafts.isCollecting(sync));
  }

  private async sendOne(
    send: Send,
    bound: BoundSession,
    sent: Sent,
    freshness: Freshness,
    begun: () => void,
  ): Promise<void> {
    const { writeBatch, lookUpBatch } = bound.definition.limits;
    // A writer makes calls of its own size; a look-up takes what it is given.
    const limit = Math.max(writeBatch, lookUpBatch);
    const hold = await inTurn(sent, limit, () => this.take(send, sent, limit, freshness));
    if (!hold || !sent.run) return;
    begun();
    try {
      const claim = await this.read(send, bound, hold);
      sent.interruption =
        (await this.batches.send(send.sync, bound, claim, sent.run.id, send.orders?.())) ?? sent.interruption;
    } finally {
      this.inHand.release(hold.token);
    }
  }

  private async collectOne(
    send: Send,
    bound: BoundSession,
    bulk: Bulk,
    sent: Sent,
    freshness: Freshness,
    begun: () => void,
  ): Promise<void> {
    const { sync } = send;
    const limit = this.drafts.reserve(sync, bulk);
    sent.isOver ||= limit === 0;
    if (limit === 0) return;
    try {
      const token = this.drafts.tokenFor(sync);
      const hold = await inTurn(sent, limit, () => this.take(send, sent, limit, freshness, token));
      if (!hold || !sent.run) return;
      const draft = this.drafts.open(send, bound, hold.token, sent.run);
      begun();
      const claim = await this.read(send, bound, hold);
      sent.interruption = (await this.drafts.add(draft, claim)) ?? sent.interruption;
    } finally {
      this.drafts.release(sync, limit);
    }
  }

  /** The run is there before any other lane can take something for it. */
  private async take(
    send: Send,
    sent: Sent,
    limit: number,
    freshness: Freshness,
    token?: string,
  ): Promise<Hold> {
    const { sync, scope } = send;
    const order = { scope, freshness, limit, now: this.clock.now(), ...(token && { token }) };
    const hold = await this.deliveries.take(this.dataSource.manager, sync, order);
    if (hold.taken.length === 0) return hold;
    this.inHand.take(hold.token);
    try {
      sent.run ??= send.run ?? (await this.openRun(send));
    } catch (error) {
      // Nobody else will; what a draft has keeps its claim.
      if (!this.drafts.isCollecting(sync)) this.inHand.release(hold.token);
      throw error;
    }
    return hold;
  }

  private read({ sync }: Send, { definition }: BoundSession, hold: Hold): Promise<Claim> {
    return this.deliveries.read(this.dataSource.manager, sync, definition, hold);
  }

  private async open({ destination }: Send): Promise<BoundSession | null> {
    try {
      return await this.sessions.open(destination);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      await this.interrupter.interrupt(destination, interruptionBy(error));
      return null;
    }
  }

  private openRun({ sync, scope }: Send): Promise<OpenRun> {
    const trigger: RunTrigger = scope.take === 'retries' ? 'retry' : 'continuous';
    return this.runs.open(this.dataSource.manager, sync.workspaceId, sync.id, trigger, this.clock.now());
  }

  /**
   * A single send ends its run; a scheduled or manual one ends when nothing of it is left, and each while nothing is
   * collected for a job.
   */
  private async endRun(
    { sync, destination, run: open, end }: Send,
    run: OpenRun | null,
    hasMore: boolean,
  ): Promise<void> {
    if (end) return end();
    const organisation = destination.organisationKey ?? '';
    if (this.drafts.isCollecting(sync) || this.handOver.isGoingOn(sync, organisation)) return;
    const manager = this.dataSource.manager;
    const ended = open ?? run;
    if (ended?.trigger === 'continuous' || ended?.trigger === 'retry')
      await this.runs.endSend(manager, ended);
    else if (open && !hasMore && sync.backfillState !== 'running') await this.runs.endWhole(manager, open);
  }
}
