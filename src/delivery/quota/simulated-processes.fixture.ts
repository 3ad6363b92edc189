import { HEARTBEAT_SECONDS, LEASE_SECONDS, newId } from '../../platform/database/index.js';
import type { QuotaLimits } from './grant.js';
import { quotaDay } from './quota-day.js';
import type { QuotaLedger } from './quota.ledger.js';

export type Step =
  | { readonly does: 'call' | 'end' | 'settle' | 'crash'; readonly process: number }
  | { readonly does: 'wait'; readonly seconds: number };

interface Process {
  holder: string;
  unused: number;
  slots: number;
  turnAt: Date;
  ended: number;
  lastEndedAt: Date;
  readonly calls: Call[];
}

/** Nobody knows when within them the vendor counted it. */
interface Call {
  readonly begun: Date;
  ended: Date | null;
}

const DAY_MS = 86_400_000;
const LONGEST_CALL_SECONDS = 60;
const BLOCK_GOOD_FOR_MS = 20_000;

/** Processes that draw on one budget while time is moved by hand; it writes down every call that they make. */
export class SimulatedProcesses {
  private readonly processes = new Map<number, Process>();
  private readonly calls: Call[] = [];
  private readonly wrong: string[] = [];

  constructor(
    private readonly ledger: QuotaLedger,
    private readonly subject: string,
    private readonly limits: QuotaLimits,
    private now: Date,
  ) {}

  async do(step: Step): Promise<void> {
    if (step.does === 'wait') await this.wait(step.seconds);
    else if (step.does === 'call') await this.call(this.of(step.process));
    else if (step.does === 'end') this.end(this.of(step.process));
    else if (step.does === 'settle') await this.turn(this.of(step.process), 0);
    else this.crash(step.process);
  }

  violations(): readonly string[] {
    return this.wrong;
  }

  /** Ends all calls, and waits until no window, day or lease holds anything. */
  async comeToRest(): Promise<void> {
    await this.endAll();
    this.now = new Date(this.now.getTime() + 2 * DAY_MS);
  }

  /** How many of so many calls, one after the other, a new process can make now. */
  async callsOfOne(most: number): Promise<number> {
    const process = this.of(-1 - this.processes.size);
    let made = 0;
    for (let asked = 0; asked < most; asked += 1) {
      if (await this.call(process)) made += 1;
      this.end(process);
    }
    return made;
  }

  /** Who has calls under way keeps alive what it holds; no call lasts for an hour. */
  private async wait(seconds: number): Promise<void> {
    if (seconds > LONGEST_CALL_SECONDS) await this.endAll();
    const step = seconds > LONGEST_CALL_SECONDS ? seconds : HEARTBEAT_SECONDS;
    for (let left = seconds; left > 0; left -= step) {
      this.now = new Date(this.now.getTime() + Math.min(left, step) * 1_000);
      for (const process of this.processes.values())
        if (process.calls.length > 0) await this.turn(process, process.unused);
    }
  }

  private async endAll(): Promise<void> {
    for (const process of this.processes.values()) {
      while (process.calls.length > 0) this.end(process);
      await this.turn(process, 0);
    }
  }

  private of(number: number): Process {
    const process = this.processes.get(number) ?? {
      holder: newId(),
      unused: 0,
      slots: 0,
      turnAt: new Date(0),
      ended: 0,
      lastEndedAt: this.now,
      calls: [],
    };
    this.processes.set(number, process);
    return process;
  }

  private async call(process: Process): Promise<boolean> {
    const isOld = this.now.getTime() - process.turnAt.getTime() >= BLOCK_GOOD_FOR_MS;
    if (isOld || process.unused === 0 || process.calls.length >= process.slots) await this.turn(process, 3);
    if (process.unused === 0 || process.calls.length >= process.slots) return false;
    const call = { begun: this.now, ended: null };
    process.unused -= 1;
    process.calls.push(call);
    this.calls.push(call);
    this.check();
    return true;
  }

  private end(process: Process): void {
    const call = process.calls.shift();
    if (!call) return;
    call.ended = this.now;
    process.ended += 1;
    process.lastEndedAt = this.now;
  }

  private async turn(process: Process, calls: number): Promise<void> {
    const { holder, ended, lastEndedAt } = process;
    const inFlight = process.calls.length;
    const granted = await this.ledger.turn(
      this.subject,
      this.limits,
      {
        holder,
        inFlight,
        calls,
        slots: inFlight + (calls > 0 ? 1 : 0),
        ended: new Map(ended > 0 ? [['', ended]] : []),
        lastEndedAt,
        reported: null,
      },
      this.now,
    );
    Object.assign(process, { unused: granted.calls, slots: granted.slots, ended: 0, turnAt: this.now });
  }

  /** The others cannot know that its calls are over before its lease is. */
  private crash(number: number): void {
    const process = this.of(number);
    const leaseEnds = new Date(process.turnAt.getTime() + LEASE_SECONDS * 1_000);
    for (const call of process.calls) call.ended = leaseEnds > this.now ? leaseEnds : this.now;
    this.processes.delete(number);
  }

  private check(): void {
    const { callsPerDay, callsPerWindow, concurrentCalls = Infinity } = this.limits;
    const under = this.calls.filter(({ ended }) => ended === null || ended > this.now).length;
    if (under > concurrentCalls) this.wrong.push(`${under} calls at once`);
    const windowBegan = this.now.getTime() - (callsPerWindow?.seconds ?? 0) * 1_000;
    // The vendor may have counted each call as late as at its end.
    const inWindow = this.calls.filter(({ ended }) => ended === null || ended.getTime() > windowBegan).length;
    if (callsPerWindow && inWindow > callsPerWindow.calls) this.wrong.push(`${inWindow} calls in a window`);
    const { since, endsAt } = quotaDay(this.limits, this.now);
    const dayBegan = endsAt ? since : new Date(this.now.getTime() - DAY_MS);
    const today = this.calls.filter(({ begun }) => begun >= dayBegan).length;
    if (today > callsPerDay) this.wrong.push(`${today} calls in a day`);
  }
}
