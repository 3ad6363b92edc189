import { isolate } from './isolate.js';

class Refusal extends Error {
  constructor(readonly code: string) {
    super('refused');
  }
}

const run = async (items: readonly number[], code: string) => {
  const done: (readonly number[])[] = [];
  const refused: [number, string][] = [];
  const work = async (batch: readonly number[]) => {
    if (batch.includes(13)) throw new Refusal(code);
    done.push(batch);
  };
  await isolate(items, work, (item, sqlState) => void refused.push([item, sqlState]));
  return { done, refused };
};

describe('isolate', () => {
  it('does everything at once while nothing is refused', async () => {
    expect(await run([1, 2, 3], '22P05')).toEqual({ done: [[1, 2, 3]], refused: [] });
  });

  it.each(['22P05', '23505', '54000', 'P0001'])(
    'does each alone after %s, and names the one',
    async (code) => {
      expect(await run([1, 13, 3], code)).toEqual({ done: [[1], [3]], refused: [[13, code]] });
    },
  );

  it.each(['40P01', '57P01', '08006', '53300', 'ECONNREFUSED', '22'])(
    'blames no item for %s, which passes',
    async (code) => {
      await expect(run([1, 13, 3], code)).rejects.toThrow('refused');
    },
  );
});
