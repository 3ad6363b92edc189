import { setTimeout as pause } from 'node:timers/promises';
import type { Budget, SystemLimits } from '../../src/systems/index.js';

/** Keeps a loop within the vendor's windows and calls at once, in memory: it may do no more than the product may. */
export class WindowBudget implements Budget {
  private readonly begun: number[] = [];
  private readonly waiting: (() => void)[] = [];
  private underWay = 0;

  constructor(private readonly limits: SystemLimits) {}

  async spend<T>(what: 'call' | 'job', work: () => Promise<T>): Promise<T> {
    if (what === 'job') return work();
    await this.place();
    try {
      await this.window();
      return await work();
    } finally {
      this.underWay -= 1;
      this.waiting.shift()?.();
    }
  }

  private async place(): Promise<void> {
    while (this.underWay >= (this.limits.concurrentCalls ?? Infinity))
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.underWay += 1;
  }

  private async window(): Promise<void> {
    const { callsPerWindow } = this.limits;
    if (!callsPerWindow) return;
    for (;;) {
      const since = performance.now() - callsPerWindow.seconds * 1_000;
      while ((this.begun[0] ?? Infinity) < since) this.begun.shift();
      if (this.begun.length < callsPerWindow.calls) break;
      await pause((this.begun[0] ?? since) - since + 1);
    }
    this.begun.push(performance.now());
  }
}
