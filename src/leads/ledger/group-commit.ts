import { isolate } from '../../platform/database/index.js';

/** How much one commit may hold, and how much may wait for one. */
export interface GroupCommitLimits {
  readonly rowsPerCommit: number;
  readonly bytesPerCommit: number;
  /** Commits under way at once, of which all but the first are full. */
  readonly inFlight: number;
  /** Beyond so many waiting bytes new rows are refused, so that a slow disk cannot fill the memory. */
  readonly waitingBytes: number;
}

interface Waiting<Row> {
  readonly row: Row;
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Nothing was kept, because too much waits already. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
}

/**
 * Commits rows that arrive at the same time together: while one commit is under way the next fills, so a
 * lone row waits for nothing and a crowd shares the cost of a sync to disk. While one is under way another starts
 * only when it is full: two half-full ones cost the database twice as much and are done no sooner. Each submit
 * settles with its own row: one that the database refuses fails alone.
 */
export class GroupCommit<Row> {
  private waiting: Waiting<Row>[] = [];
  private waitingBytes = 0;
  private underWay = 0;
  private starting = false;
  private whenIdle: (() => void)[] = [];

  constructor(
    private readonly write: (rows: readonly Row[]) => Promise<void>,
    private readonly limits: GroupCommitLimits,
  ) {}

  /** Resolves once the row is committed. Rejects with the database's error, or {@link Overloaded}. */
  submit(row: Row, bytes: number): Promise<void> {
    if (this.waitingBytes + bytes > this.limits.waitingBytes) {
      return Promise.reject(
        new Overloaded(`More than ${this.limits.waitingBytes} bytes wait to be committed.`),
      );
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ row, bytes, resolve, reject });
      this.waitingBytes += bytes;
      this.startSoon();
    });
  }

  /** Resolves when everything submitted so far is settled. */
  drain(): Promise<void> {
    if (this.underWay === 0 && this.waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.whenIdle.push(resolve));
  }

  /** What else arrives in this turn of the event loop belongs to the same commit. */
  private startSoon(): void {
    if (this.starting) return;
    this.starting = true;
    setImmediate(() => {
      this.starting = false;
      this.startCommits();
    });
  }

  private startCommits(): void {
    while (this.mayStart()) {
      this.underWay += 1;
      void this.commit(this.takeGroup()).finally(() => {
        this.underWay -= 1;
        if (this.waiting.length > 0) this.startSoon();
        else if (this.underWay === 0) for (const resolve of this.whenIdle.splice(0)) resolve();
      });
    }
  }

  private mayStart(): boolean {
    const { rowsPerCommit, bytesPerCommit, inFlight } = this.limits;
    if (this.underWay === 0) return this.waiting.length > 0;
    const isFull = this.waiting.length >= rowsPerCommit || this.waitingBytes >= bytesPerCommit;
    return isFull && this.underWay < inFlight;
  }

  private takeGroup(): Waiting<Row>[] {
    let bytes = 0;
    let count = 0;
    for (const next of this.waiting) {
      if (
        count === this.limits.rowsPerCommit ||
        (count > 0 && bytes + next.bytes > this.limits.bytesPerCommit)
      )
        break;
      bytes += next.bytes;
      count += 1;
    }
    this.waitingBytes -= bytes;
    return this.waiting.splice(0, count);
  }

  private async commit(group: readonly Waiting<Row>[]): Promise<void> {
    const write = async (rows: readonly Waiting<Row>[]): Promise<void> => {
      await this.write(rows.map(({ row }) => row));
      for (const { resolve } of rows) resolve();
    };
    try {
      await isolate(group, write, ({ reject }, _sqlState, error) => reject(error));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
