import { Worker } from 'node:worker_threads';

/** In MiB. Millions of leads all stay: a young generation as small as V8's own would only copy them more often. */
const MEMORY = { maxYoungGenerationSizeMb: 384, maxOldGenerationSizeMb: 12_288 };

/** How long the engine alone takes to normalise, compare and cluster leads in memory, in a thread of its own. */
export async function benchInMemory(leads: number): Promise<void> {
  const engine = new Worker(new URL('./engine-alone.js', import.meta.url), {
    workerData: leads,
    resourceLimits: MEMORY,
  });
  await new Promise<void>((resolve, reject) => {
    engine.once('error', reject);
    engine.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the engine ended with ${code}`)),
    );
  });
}
