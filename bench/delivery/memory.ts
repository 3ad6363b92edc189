import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decimals, print, whole } from '../support/report.js';
import type { MemoryPeak } from '../support/heap-watch.js';
import { startStandIn } from '../support/stand-in.js';
import type { Filled } from './destinations.js';
import { makeDue, sendAll } from './due-people.js';

const MOST_HEAP_MB = 192;
const MB = 1_048_576;

/** Sends very many due rows with little memory: the process would end before it took more. */
export async function benchMemory(filled: Filled, rows: number, latencyMs: number): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  const file = join(directory, 'peak.json');
  const standIn = await startStandIn(filled.type, { ...filled.sandbox, latencyMs });
  try {
    const watch = new URL('../support/heap-watch.js', import.meta.url).href;
    const due = await makeDue(filled, standIn, rows, {
      NODE_OPTIONS: `--max-old-space-size=${MOST_HEAP_MB} --import ${watch}`,
      MEMORY_PEAK_FILE: file,
    });
    const seconds = await sendAll(due, rows).finally(() => due.remove());
    const { heap, resident } = JSON.parse(await readFile(file, 'utf8')) as MemoryPeak;
    print(
      `${whole(rows)} due rows to ${filled.type} with --max-old-space-size=${MOST_HEAP_MB}, the whole service in one process`,
      '',
      `Finished in ${whole(seconds)} s, ${whole(rows / seconds)} records a second.`,
      `At most ${decimals(heap / MB, 0)} MB of heap and ${decimals(resident / MB, 0)} MB of memory in all.`,
    );
  } finally {
    await standIn.stop();
    await rm(directory, { recursive: true, force: true });
  }
}
