import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { PacedOrder, PacedResult } from './paced-child.js';

/** Posts leads at a steady pace from a process of its own; answers when each was to be posted. */
export async function postAtPace(order: PacedOrder): Promise<readonly number[]> {
  const child = fork(new URL('./paced-child.js', import.meta.url).pathname);
  try {
    child.send(order);
    const [{ dueAt, refused }] = (await once(child, 'message')) as [PacedResult];
    if (refused > 0) throw new Error(`${refused} leads were refused.`);
    return dueAt;
  } finally {
    child.disconnect();
  }
}
