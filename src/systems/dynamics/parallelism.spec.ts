import { Parallelism } from './parallelism.js';

/** Pieces of work that end when they are told to. */
function work() {
  const running: (() => void)[] = [];
  return {
    running,
    one: () => new Promise<void>((resolve) => void running.push(resolve)),
    async endOne() {
      running.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('how many writes are under way', () => {
  it('is one at first, whatever waits', () => {
    const parallelism = new Parallelism(() => 8);
    const { running, one } = work();

    for (let count = 0; count < 5; count += 1) void parallelism.run(one);

    expect(running).toHaveLength(1);
  });

  it('grows with each answer up to what the environment recommends', () => {
    const parallelism = new Parallelism(() => 3);

    const limits = [1, 2, 3, 4].map(() => {
      parallelism.answered();
      return parallelism.limit;
    });

    expect(limits).toEqual([2, 3, 3, 3]);
  });

  it('lets those in that wait as it grows', async () => {
    const parallelism = new Parallelism(() => 4);
    const { running, one, endOne } = work();
    for (let count = 0; count < 6; count += 1) void parallelism.run(one);

    parallelism.answered();
    parallelism.answered();
    await endOne();

    expect(running).toHaveLength(3);
  });

  it('stays small without a recommendation, and below the limit of the service with a bold one', () => {
    const cautious = new Parallelism(() => null);
    const bold = new Parallelism(() => 500);

    for (let count = 0; count < 100; count += 1) {
      cautious.answered();
      bold.answered();
    }

    expect([cautious.limit, bold.limit]).toEqual([4, 48]);
  });

  it('halves when it was too much, and is never none', () => {
    const parallelism = new Parallelism(() => 8);
    for (let count = 0; count < 8; count += 1) parallelism.answered();

    const limits = [1, 2, 3, 4].map(() => {
      parallelism.throttled();
      return parallelism.limit;
    });

    expect(limits).toEqual([4, 2, 1, 1]);
  });

  it('counts work that failed as done', async () => {
    const parallelism = new Parallelism(() => 1);

    await expect(parallelism.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(parallelism.run(() => Promise.resolve('yes'))).resolves.toBe('yes');
  });
});
