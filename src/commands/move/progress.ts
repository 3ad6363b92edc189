const SHOW_EVERY_MS = 1_000;

/** Tells a person how far something long has come: rows done, rows a second, time left. */
export class Progress {
  private done = 0;
  private readonly startedAt: number;
  private shownAt: number;

  constructor(
    private readonly doing: string,
    private readonly total: number,
    private readonly write: (text: string) => void = (text) => void process.stderr.write(text),
    private readonly now: () => number = () => performance.now(),
  ) {
    this.startedAt = now();
    this.shownAt = this.startedAt;
  }

  add(rows: number): void {
    this.done += rows;
    if (this.now() - this.shownAt < SHOW_EVERY_MS) return;
    this.shownAt = this.now();
    this.show();
  }

  end(): void {
    this.show();
  }

  private show(): void {
    const seconds = Math.max((this.now() - this.startedAt) / 1_000, 0.001);
    const rate = this.done / seconds;
    const left =
      this.done < this.total && rate > 0 ? `, ${duration((this.total - this.done) / rate)} left` : '';
    this.write(
      `${this.doing}: ${count(this.done)} of ${count(this.total)} rows, ${count(Math.round(rate))} a second${left}\n`,
    );
  }
}

function count(rows: number): string {
  return rows.toLocaleString('en-US');
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
