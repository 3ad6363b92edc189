const EVERY_MS = 5_000;

/** Tells on standard error how far a long test has come, how fast it goes and how long it will take. */
export class Progress {
  private readonly began = Date.now();
  private what = '';
  private total = 0;
  private since = 0;
  private told = 0;

  constructor(title: string) {
    this.say(title);
  }

  say(text: string): void {
    const seconds = Math.round((Date.now() - this.began) / 1_000);
    process.stderr.write(`  ${String(seconds).padStart(5)} s  ${text}\n`);
  }

  /** Something of which so many are to be done. */
  begin(what: string, total: number): void {
    this.what = what;
    this.total = total;
    this.since = Date.now();
    this.told = Date.now();
  }

  /** How many of them are done by now; tells it every few seconds. */
  at(done: number): void {
    const now = Date.now();
    if (now - this.told < EVERY_MS) return;
    this.told = now;
    const rate = (done * 1_000) / (now - this.since);
    const left = rate > 0 ? `${Math.round((this.total - done) / rate)} s left` : 'no end in sight yet';
    this.say(`${this.what}: ${done} of ${this.total}, ${Math.round(rate)} a second, ${left}`);
  }
}
