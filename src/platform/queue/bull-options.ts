import type { QueueOptions } from 'bull';

const RECONNECT_MS = 1_000;

/** Bull's options for queues that carry wakes only. `prefix` keeps installations on one Redis apart. */
export function bullOptions(redisUrl: string, prefix: string): QueueOptions {
  return {
    redis: {
      ...connection(new URL(redisUrl)),
      connectTimeout: 5_000,
      keepAlive: 10_000,
      // A worker waits for Redis to return, however long that takes.
      maxRetriesPerRequest: null,
      retryStrategy: (attempt) => Math.min(attempt * 50, RECONNECT_MS),
    },
    prefix,
    // Nothing stays behind: a kept job would block every later wake with its id.
    defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
    settings: {
      // A wake held by a worker that died goes back to the others, as often as it takes, within 20 seconds at most.
      maxStalledCount: Number.MAX_SAFE_INTEGER,
      lockDuration: 10_000,
      stalledInterval: 5_000,
      retryProcessDelay: RECONNECT_MS,
    },
  };
}

function connection({ protocol, hostname, port, username, password, pathname }: URL) {
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? 6379 : Number(port),
    db: Number(pathname.slice(1)),
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' && { tls: {} }),
  };
}
