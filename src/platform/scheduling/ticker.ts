import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';

type Tick = () => Promise<void>;

/**
 * Finds once a second what no wake announced. Every node ticks: what a tick does is safe to do many times,
 * because the claims that follow are made in PostgreSQL.
 */
@Injectable()
export class Ticker {
  private readonly logger = new Logger(Ticker.name);
  private readonly ticks = new Map<string, Tick>();
  private readonly running = new Set<string>();
  private readonly failing = new Set<string>();
  private stopped = false;

  everySecond(name: string, tick: Tick): void {
    this.ticks.set(name, tick);
  }

  @Interval(1_000)
  async tick(): Promise<void> {
    await Promise.all([...this.ticks].map(([name, tick]) => this.run(name, tick)));
  }

  /** Nothing begins after this; resolves when what runs has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    while (this.running.size > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  private async run(name: string, tick: Tick): Promise<void> {
    if (this.stopped || this.running.has(name)) return;
    this.running.add(name);
    try {
      await tick();
      if (this.failing.delete(name)) this.logger.log(`The tick “${name}” works again`);
    } catch (error) {
      if (!this.failing.has(name))
        this.logger.error(error instanceof Error ? error : String(error), `tick ${name}`);
      this.failing.add(name);
    } finally {
      this.running.delete(name);
    }
  }
}
