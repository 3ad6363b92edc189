import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { decimals, print, whole } from '../support/report.js';
import type { ShareOrder, ShareReport } from './engine-share.js';
import { meshOf } from './port-team.js';

/** In MiB. Millions of leads all stay: a young generation as small as V8's own would only copy them more often. */
const MEMORY = { maxYoungGenerationSizeMb: 384, maxOldGenerationSizeMb: 12_288 };
const MOST_THREADS = 2;

/** How long the engine alone takes to normalise, compare and cluster leads in memory, in up to two threads. */
export async function benchInMemory(leads: number): Promise<void> {
  const mesh = meshOf(Math.min(MOST_THREADS, availableParallelism()));
  const before = process.cpuUsage();
  const threads = mesh.map((ports, share) => startThread({ leads, share, ports }));
  const reports = await Promise.all(threads.map(reportOf)).finally(() =>
    threads.map((thread) => thread.terminate()),
  );
  const { user, system } = process.cpuUsage(before);
  const total = (field: keyof ShareReport) => reports.reduce((sum, report) => sum + report[field], 0);
  const longest = (field: keyof ShareReport) => Math.max(...reports.map((report) => report[field]));
  const seconds = longest('matched');
  print(
    `${whole(total('leads'))} leads in ${decimals(seconds, 1)} s in ${reports.length} threads: ${whole(total('leads') / seconds)} leads a second`,
    `  normalised into ${whole(total('nodes'))} nodes in ${decimals(longest('normalised'), 1)} s, matched in ${decimals(seconds - longest('normalised'), 1)} s`,
    `  ${decimals(total('candidates') / total('nodes'), 2)} candidates a node, ${whole(total('keysOverCap'))} keys over the cap`,
    `  ${whole(total('people'))} people, ${whole(total('reviews'))} reviews`,
    `  ${decimals((user + system) / 1e6, 1)} s of processor, ${whole(process.resourceUsage().maxRSS / 1024)} MiB at the peak`,
  );
}

function startThread(order: ShareOrder): Worker {
  return new Worker(new URL('./engine-share.js', import.meta.url), {
    workerData: order,
    transferList: order.ports.filter((port) => port !== null),
    resourceLimits: MEMORY,
  });
}

function reportOf(thread: Worker): Promise<ShareReport> {
  return new Promise((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`A thread of the engine ended with ${code}.`)));
  });
}
