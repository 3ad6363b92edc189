import { setImmediate as allThatIsReady } from 'node:timers/promises';
import type { Clock } from '../../platform/clock.js';
import { newId } from '../../platform/database/index.js';
import type { QuotaGrant, QuotaLimits } from './grant.js';
import type { QuotaLedger, QuotaTurn } from './quota.ledger.js';
import type { QuotaReporter } from './quota-reporter.js';
import { cannotBeBooked, noCallsLeft, noJobsLeft, noPlaceFree } from './quota-errors.js';

/** How long a call waits for the window to move or a place to become free, before it says that there is none. */
const PATIENCE_MS = 2_000;
/** Calls taken at first; each block that is used up before it is old doubles the next. */
const FIRST_BLOCK = 4;
const LARGEST_BLOCK = 128;
/** The part of a window that one process takes at once. */
const PART_OF_WINDOW = 1 / 5;
/**
 * After so long a process that calls lets the others have their part, and one that does not gives back what it has;
 * less often where only the day is limited, and nobody waits for it.
 */
const TURN_EVERY_MS = 1_000;
const TURN_EVERY_MS_BY_DAY = 5_000;
/** How soon to ask again for a place that another process holds. */
const ASK_AGAIN_MS = 100;
/** A block is not used any more when it comes close to its end, at which the others take it for dead. */
const BLOCK_GOOD_FOR_MS = 20_000;

interface Waiting {
  readonly deadline: Date;
  go(): void;
  fail(error: Error): void;
}

/** One process's part in an organisation's budget: calls wait here for their turn, in their order. */
export class OrganisationBudget {
  private readonly holder = newId();
  private readonly queue: Waiting[] = [];
  private ended = new Map<string, number>();
  private lastEndedAt: Date;
  private inFlight = 0;
  private unused = 0;
  private slots = 0;
  private size = FIRST_BLOCK;
  /** Whether fewer places were granted than were wished for. */
  private isShort = false;
  private turnAt = new Date(0);
  private turning: Promise<void> | null = null;
  private waking = false;
  private isClosing = false;
  /** Sessions that called since the last turn, in the order in which their calls ended. */
  private readonly reporters = new Set<QuotaReporter>();

  constructor(
    private readonly subject: string,
    private readonly limits: QuotaLimits,
    private readonly ledger: Pick<QuotaLedger, 'turn' | 'beginJob'>,
    private readonly clock: Clock,
  ) {
    this.lastEndedAt = clock.now();
  }

  /** Makes a call once there is a place for it. Throws {@link SystemError} of kind `quota` when there is none soon. */
  async call<T>(spender: string, reporter: QuotaReporter, work: () => Promise<T>): Promise<T> {
    await this.place();
    try {
      return await work();
    } finally {
      this.inFlight -= 1;
      this.count(spender, 1);
      this.lastEndedAt = this.clock.now();
      this.reporters.delete(reporter);
      this.reporters.add(reporter);
      this.goOn();
    }
  }

  async job<T>(spender: string, work: () => Promise<T>): Promise<T> {
    const now = this.clock.now();
    const begins = await this.ledger
      .beginJob(this.subject, this.limits, spender, now)
      .catch((error: unknown) => {
        throw cannotBeBooked(error);
      });
    if (!begins) throw noJobsLeft(this.limits, now);
    return work();
  }

  /** Books what was done since, keeps what is in use, and gives back the rest. */
  async settle(): Promise<void> {
    const isOpen = this.inFlight > 0 || this.unused > 0 || this.slots > 0 || this.ended.size > 0;
    if (this.turning || !isOpen || this.age() < this.turnEvery()) return;
    if (this.ended.size === 0) this.size = FIRST_BLOCK;
    await this.turnFirst();
  }

  /** Books at once what was done since. */
  async book(): Promise<void> {
    await this.turning;
    if (this.ended.size > 0 && !this.turning) await this.turnFirst();
  }

  /** Gives back everything, before the process ends or the subject changes. Calls that come meanwhile are still made. */
  async close(): Promise<void> {
    while (this.turning) await this.turning;
    this.isClosing = true;
    if (this.unused > 0 || this.slots > 0 || this.ended.size > 0) await this.turnFirst();
  }

  private async turnFirst(): Promise<void> {
    try {
      await this.turn();
    } finally {
      this.goOn();
    }
  }

  private place(): Promise<void> {
    const deadline = new Date(this.clock.now().getTime() + PATIENCE_MS);
    return new Promise((go, fail) => {
      this.queue.push({ deadline, go, fail });
      this.goOn();
    });
  }

  private goOn(): void {
    if (this.turning) return;
    const isGood = this.age() < BLOCK_GOOD_FOR_MS;
    if (isGood) this.begin();
    if (this.queue.length === 0 || this.waking) return;
    const needsCalls = !isGood || this.unused === 0;
    // Places that our own calls have become free with these; whether there are more is asked now and then.
    if (needsCalls || !this.isShort || this.age() >= TURN_EVERY_MS) void this.turnAndGoOn();
    else void this.wakeAt(new Date(this.turnAt.getTime() + TURN_EVERY_MS));
  }

  private begin(): void {
    while (this.queue.length > 0 && this.unused > 0 && this.inFlight < this.slots) {
      this.unused -= 1;
      this.inFlight += 1;
      this.queue.shift()?.go();
    }
  }

  private async turnAndGoOn(): Promise<void> {
    if (this.unused === 0 && this.age() < TURN_EVERY_MS) this.size *= 2;
    try {
      this.tell(await this.turn());
    } catch (error) {
      for (const waiting of this.queue.splice(0)) waiting.fail(cannotBeBooked(error));
    }
    this.goOn();
  }

  /** Lets those wait whose patience lasts, and tells the others when it is worth trying again. */
  private tell({ lack }: QuotaGrant): void {
    const now = this.clock.now();
    const again = new Date(now.getTime() + ASK_AGAIN_MS);
    if (lack) {
      this.refuse(
        ({ deadline }) => deadline < lack.until,
        () => noCallsLeft(this.limits, lack, now),
      );
      if (this.queue.length > 0) void this.wakeAt(lack.until);
    } else if (this.slots === 0) {
      this.refuse(
        ({ deadline }) => deadline < again,
        () => noPlaceFree(this.limits),
      );
      if (this.queue.length > 0) void this.wakeAt(again);
    }
  }

  private refuse(which: (waiting: Waiting) => boolean, error: () => Error): void {
    const refused = this.queue.filter(which);
    const left = this.queue.filter((waiting) => !which(waiting));
    this.queue.splice(0, this.queue.length, ...left);
    for (const waiting of refused) waiting.fail(error());
  }

  private async wakeAt(at: Date): Promise<void> {
    if (this.waking) return;
    this.waking = true;
    await this.clock.sleep(Math.max(1, at.getTime() - this.clock.now().getTime()));
    this.waking = false;
    if (this.queue.length > 0 && !this.turning) void this.turnAndGoOn();
  }

  /** Nothing is begun while the ledger is asked, so that it and we speak of the same calls. */
  private turn(): Promise<QuotaGrant> {
    const taken = this.take();
    this.turning = taken.then(
      () => undefined,
      () => undefined,
    );
    return taken;
  }

  private async take(): Promise<QuotaGrant> {
    // What ended just now is read by its session before it is asked what the vendor said.
    await allThatIsReady();
    const turn = this.wish();
    this.ended = new Map();
    this.reporters.clear();
    try {
      const now = this.clock.now();
      const { subject, limits } = this;
      const granted = await this.ledger.turn(subject, limits, turn, now);
      this.turnAt = now;
      this.unused = granted.calls;
      this.slots = granted.slots;
      this.isShort = granted.slots < turn.slots;
      return granted;
    } catch (error) {
      for (const [spender, calls] of turn.ended) this.count(spender, calls);
      throw error;
    } finally {
      this.turning = null;
    }
  }

  private wish(): QuotaTurn {
    const { holder, inFlight, ended, lastEndedAt } = this;
    const waiting = this.queue.length;
    // Who called since the last turn will call again; who did not gives back.
    const kept = ended.size > 0 && !this.isClosing ? this.unused : 0;
    const calls = waiting === 0 ? kept : Math.max(this.size, waiting, kept);
    this.size = Math.min(this.size, this.largest());
    const reported = [...this.reporters].flatMap((reporter) => reporter.news() ?? []).at(-1);
    return {
      holder,
      inFlight,
      calls: Math.min(calls, this.largest()),
      slots: inFlight + waiting,
      ended,
      lastEndedAt,
      reported: reported ? { ...reported, isComplete: inFlight === 0 } : null,
    };
  }

  private count(spender: string, calls: number): void {
    this.ended.set(spender, (this.ended.get(spender) ?? 0) + calls);
  }

  private age(): number {
    return this.clock.now().getTime() - this.turnAt.getTime();
  }

  private turnEvery(): number {
    const { callsPerWindow, concurrentCalls } = this.limits;
    return callsPerWindow || concurrentCalls ? TURN_EVERY_MS : TURN_EVERY_MS_BY_DAY;
  }

  private largest(): number {
    const { callsPerWindow } = this.limits;
    const part = callsPerWindow ? Math.floor(callsPerWindow.calls * PART_OF_WINDOW) : LARGEST_BLOCK;
    return Math.max(1, Math.min(LARGEST_BLOCK, part));
  }
}
