import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { LoadOrder, LoadResult } from './load-child.js';

export type { LoadOrder, LoadResult };

/** Posts leads from a process of its own, so that making them costs no server its time. */
export class LoadGenerator {
  private readonly child = fork(new URL('./load-child.js', import.meta.url).pathname);

  async run(order: LoadOrder): Promise<LoadResult> {
    this.child.send(order);
    const [result] = (await once(this.child, 'message')) as [LoadResult];
    if (result.refused > 0) throw new Error(`${result.refused} leads were refused: ${result.refusal}`);
    return result;
  }

  stop(): void {
    this.child.disconnect();
  }
}
