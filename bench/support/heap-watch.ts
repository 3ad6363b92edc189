import { writeFileSync } from 'node:fs';

/** Loaded into a process with `--import`: writes the most memory it ever had into the file it is told. */
export interface MemoryPeak {
  /** Bytes of JavaScript objects, those that wait to be collected included. */
  readonly heap: number;
  /** Bytes of the whole process. */
  readonly resident: number;
}

const EVERY_MS = 50;
const { MEMORY_PEAK_FILE: file } = process.env;
let heap = 0;

setInterval(() => {
  heap = Math.max(heap, process.memoryUsage().heapUsed);
}, EVERY_MS).unref();

process.once('exit', () => {
  if (!file) return;
  const peak: MemoryPeak = { heap, resident: process.resourceUsage().maxRSS * 1_024 };
  writeFileSync(file, JSON.stringify(peak));
});
