import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import Bull, { type AdvancedSettings, type Queue } from 'bull';
import { bullOptions } from './bull-options.js';
import { BullQueue } from './bull-queue.js';
import { QueueModule } from './queue.module.js';
import { WORK_QUEUE } from './work-queue.js';
import { describeWorkQueue, HeldHandler, RecordedLog, until } from './work-queue.conformance.js';

const REDIS_URL = process.env.REDIS_URL ?? 'redis://127.0.0.1:6379';
const prefix = `test-${randomUUID()}`;

const closers: (() => unknown)[] = [];
let redis: Queue;

beforeAll(() => {
  redis = new Bull('inspection', bullOptions(REDIS_URL, prefix));
});

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
  await flush();
});

afterAll(() => redis.close());

/** What FLUSHALL does, to the keys of this run alone. */
async function flush(): Promise<void> {
  const keys = await redis.client.keys(`${prefix}*`);
  if (keys.length > 0) await redis.client.del(keys);
}

function openQueue(url = REDIS_URL, log = new RecordedLog(), settings: AdvancedSettings = {}): BullQueue {
  const options = bullOptions(url, prefix);
  const queue = new BullQueue(
    (topic) => new Bull(topic, { ...options, settings: { ...options.settings, ...settings } }),
    log,
  );
  closers.push(() => queue.close());
  return queue;
}

/** A queue that works on `a` and has taken `b`, for which it has no room. */
async function takeTwo(handler: HeldHandler): Promise<BullQueue> {
  const queue = openQueue();
  queue.work('match', handler.handle);
  await queue.wake('match', 'a');
  await until(() => handler.begun.length === 1);
  await queue.wake('match', 'b');
  while ((await redis.client.llen(`${prefix}:match:active`)) === 0) await after(2);
  return queue;
}

/** Stands between a queue and Redis, so that Redis can be taken away from that queue alone. */
class RedisProxy {
  private readonly sockets = new Set<net.Socket>();
  private server: net.Server | undefined;
  private port = 0;

  static async start(): Promise<RedisProxy> {
    const proxy = new RedisProxy();
    await proxy.up();
    closers.push(() => proxy.down());
    return proxy;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async up(): Promise<void> {
    this.server = net.createServer((socket) => this.connect(socket));
    await once(this.server.listen(this.port, '127.0.0.1'), 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  async down(): Promise<void> {
    if (!this.server?.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  /** Connections stay open, and nothing comes through. */
  freeze(): void {
    for (const socket of this.sockets) socket.unpipe().pause();
  }

  private connect(socket: net.Socket): void {
    const { hostname, port } = new URL(REDIS_URL);
    const upstream = net.connect(Number(port === '' ? 6379 : port), hostname);
    for (const [from, to] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      this.sockets.add(from);
      from
        .on('error', () => undefined)
        .on('close', () => {
          this.sockets.delete(from);
          to.destroy();
        });
      from.pipe(to);
    }
  }
}

describeWorkQueue(
  'BullQueue',
  (log) =>
    new BullQueue((topic) => new Bull(topic, bullOptions(REDIS_URL, `${prefix}-${randomUUID()}`)), log),
);

describe('BullQueue over several processes', () => {
  it('wakes the workers of another process', async () => {
    const handler = new HeldHandler();
    openQueue().work('match', handler.handle);
    await openQueue().wake('match', 'a');
    await until(() => handler.begun.length === 1);
    await handler.releaseUntil(() => handler.ended.length === 1);
    expect(handler.begun).toEqual(['a']);
  });

  it('gives what waits to the process that has room', async () => {
    const [one, other] = [new HeldHandler(), new HeldHandler()];
    openQueue().work('match', one.handle);
    const queue = openQueue();
    await queue.wake('match', 'a');
    await until(() => one.begun.length === 1);
    queue.work('match', other.handle);
    await queue.wake('match', 'b');
    await queue.wake('match', 'c');
    await other.releaseUntil(() => other.ended.length > 0);
    await until(() => other.begun.length + one.begun.length >= 2);
    await one.releaseUntil(
      () => one.ended.length === one.begun.length && one.begun.length + other.ended.length === 3,
    );
    expect([...one.begun, ...other.begun].toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('gives what a busy process took to one that has room later', async () => {
    const [busy, free] = [new HeldHandler(), new HeldHandler()];
    await takeTwo(busy);
    openQueue().work('match', free.handle);
    await free.releaseUntil(() => free.ended.length > 0);
    await busy.releaseUntil(() => busy.ended.length > 0);
    expect([busy.begun, free.begun]).toEqual([['a'], ['b']]);
  });

  it('takes over a wake from a process that died with it in hand', async () => {
    const dead = new Bull('match', { ...bullOptions(REDIS_URL, prefix), settings: { lockDuration: 50 } });
    closers.push(() => dead.close(true));
    await openQueue().wake('match', 'a');
    expect(await dead.getNextJob()).toMatchObject({ data: { subject: 'a' } });
    const seen: string[] = [];
    openQueue(REDIS_URL, new RecordedLog(), { stalledInterval: 50 }).work(
      'match',
      async (subject) => void seen.push(subject),
    );
    await until(() => seen.length === 1);
  });

  it('leaves nothing behind that could block the next wake', async () => {
    const queue = openQueue();
    let runs = 0;
    queue.work('match', async () => {
      runs += 1;
      throw new Error('refused');
    });
    for (const run of [1, 2, 3]) {
      await queue.wake('match', 'a');
      await until(() => runs === run);
    }
    const keys = await redis.client.keys(`${prefix}:match:*`);
    expect(keys.filter((key) => key.includes('for '))).toEqual([]);
  });
});

describe('BullQueue when a process stops', () => {
  it('leaves no wake behind that would swallow those of others', async () => {
    const handler = new HeldHandler();
    const queue = await takeTwo(handler);
    const closing = queue.close();
    handler.releaseOne();
    await closing;
    expect(handler.ended).toEqual(['a']);
    const keys = await redis.client.keys(`${prefix}:match:*`);
    expect(keys.filter((key) => key.includes('for ') || key.endsWith('active'))).toEqual([]);
  });
});

describe('BullQueue when Redis fails', () => {
  it('goes on after Redis was flushed in mid-run', async () => {
    const queue = openQueue();
    const handler = new HeldHandler();
    queue.work('match', handler.handle);
    await queue.wake('match', 'a');
    await until(() => handler.begun.length === 1);
    await queue.wake('match', 'b');
    await flush();
    await queue.wake('match', 'c');
    await handler.releaseUntil(() => handler.ended.includes('c'));
    expect(handler.begun).toEqual(expect.arrayContaining(['a', 'c']));
  });

  it('still wakes its own workers, says once that Redis is gone and once that it is back', async () => {
    const proxy = await RedisProxy.start();
    const log = new RecordedLog();
    const queue = openQueue(proxy.url, log);
    const seen: string[] = [];
    queue.work('match', async (subject) => void seen.push(subject));
    await queue.wake('match', 'before');
    await until(() => seen.length === 1);

    await proxy.down();
    for (const subject of ['during 1', 'during 2', 'during 3']) await queue.wake('match', subject);
    await until(() => seen.length === 4);
    expect(log.lines).toMatchObject([
      { level: 'warn', message: expect.stringContaining('Redis does not answer') },
    ]);

    await proxy.up();
    await openQueue().wake('match', 'from another process');
    await until(() => seen.includes('from another process'));
    await queue.wake('match', 'after');
    await until(() => seen.includes('after'));
    expect(log.lines.slice(1)).toEqual([{ level: 'log', message: 'Redis answers again.' }]);
  });

  it('begins to work when Redis comes up after the process', async () => {
    const proxy = await RedisProxy.start();
    await proxy.down();
    const queue = openQueue(proxy.url);
    const seen: string[] = [];
    queue.work('match', async (subject) => void seen.push(subject));
    await queue.wake('match', 'own');
    await until(() => seen.includes('own'));
    await openQueue().wake('match', 'from another process');
    await proxy.up();
    await until(() => seen.includes('from another process'));
    expect(seen[0]).toBe('own');
  });

  it('does not hold up a wake when Redis hangs', async () => {
    const proxy = await RedisProxy.start();
    const queue = openQueue(proxy.url);
    const seen: string[] = [];
    queue.work('match', async (subject) => void seen.push(subject));
    await queue.wake('match', 'before');
    await until(() => seen.length === 1);
    proxy.freeze();
    const start = performance.now();
    await queue.wake('match', 'during');
    expect(performance.now() - start).toBeLessThan(3_000);
    await until(() => seen.includes('during'));
  });

  it('closes while Redis is down, having finished what was in hand', async () => {
    const proxy = await RedisProxy.start();
    const queue = openQueue(proxy.url);
    const handler = new HeldHandler();
    queue.work('match', handler.handle);
    await queue.wake('match', 'a');
    await until(() => handler.begun.length === 1);
    await proxy.down();
    const closing = queue.close();
    handler.releaseOne();
    await closing;
    expect(handler.ended).toEqual(['a']);
  });

  it('closes at once after it was opened', async () => {
    const queue = openQueue();
    queue.work('match', async () => undefined);
    await expect(queue.close()).resolves.toBeUndefined();
  });
});

describe('QueueModule', () => {
  it.each([
    ['over Redis', { redisUrl: REDIS_URL, prefix }],
    ['in process', {}],
  ])('provides a queue that works %s and closes with the application', async (_kind, options) => {
    const app = await NestFactory.createApplicationContext(QueueModule.forRoot(options), { logger: false });
    const queue = app.get(WORK_QUEUE);
    const handler = new HeldHandler();
    queue.work('match', handler.handle);
    await queue.wake('match', 'a');
    await until(() => handler.begun.length === 1);
    const closing = app.close();
    handler.releaseOne();
    await closing;
    expect(handler.ended).toEqual(['a']);
  });
});
