import type { Settings } from '../../platform/config/index.js';
import type { Finding } from '../../platform/finding.js';
import { pingRedis } from '../../platform/queue/index.js';

export async function* checkRedis({ REDIS_URL }: Settings): AsyncGenerator<Finding> {
  if (REDIS_URL === undefined) return;
  const about = `Redis ${new URL(REDIS_URL).host}`;
  try {
    await pingRedis(REDIS_URL);
    yield { about, level: 'ok', message: 'answers' };
  } catch (error) {
    yield {
      about,
      level: 'failed',
      message: `does not answer: ${error instanceof Error ? error.message : String(error)}`,
      fix: 'Correct REDIS_URL or start Redis. Nothing is lost meanwhile, work only begins a little later.',
    };
  }
}
