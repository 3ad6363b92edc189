import Bull, { type QueueOptions } from 'bull';
import { bullOptions } from './bull-options.js';

const ANSWER_WITHIN_MS = 5_000;

/** Asks Redis for a sign of life, once. Throws with what went wrong. */
export async function pingRedis(redisUrl: string): Promise<void> {
  const queue = new Bull('ping', onlyOnce(bullOptions(redisUrl, 'ping')));
  let cause: Error | undefined;
  queue.on('error', (error) => (cause ??= error));
  try {
    await queue.isReady();
    await queue.client.ping();
  } catch (error) {
    throw cause ?? error;
  } finally {
    queue.client.disconnect();
  }
}

function onlyOnce(options: QueueOptions): QueueOptions {
  if (typeof options.redis !== 'object') return options;
  const redis = { ...options.redis, commandTimeout: ANSWER_WITHIN_MS, retryStrategy: () => null };
  return { ...options, redis };
}
