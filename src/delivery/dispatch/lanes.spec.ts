import type { Hold } from './delivery.repository.js';
import { beginning, inLanes, inTurn } from './lanes.js';

/** Work that ends when it is told to. */
class Works {
  readonly open: { readonly begun: () => void; readonly end: () => void }[] = [];

  readonly one = (begun: () => void): Promise<void> =>
    new Promise((end) => void this.open.push({ begun, end }));
}

function holdOf(count: number): Hold {
  const taken = Array.from({ length: count }, (_, index) => ({ id: String(index), wasUnknown: false }));
  return { token: 'token', taken };
}

const settled = () => new Promise((resolve) => void setImmediate(resolve));

describe('The batches of a send', () => {
  it('wait for the first where that is to try whether anything can be sent', async () => {
    const works = new Works();
    const sent = beginning(16, true);
    const sending = inLanes(sent, () => true, works.one);

    works.open[0]?.begun();
    await settled();
    expect(works.open).toHaveLength(1);

    works.open[0]?.end();
    await settled();
    expect(works.open).toHaveLength(9);
    sent.hasMore = false;
    works.open.forEach(({ end }) => end());
    await sending;
  });

  it('go beside the first once that has begun where sending goes on', async () => {
    const works = new Works();
    const sent = beginning(8, false);
    const sending = inLanes(sent, () => true, works.one);
    await settled();
    expect(works.open).toHaveLength(1);

    works.open[0]?.begun();
    await settled();

    expect(works.open).toHaveLength(8);
    sent.hasMore = false;
    works.open.forEach(({ end }) => end());
    await sending;
  });

  it('go on where more may be claimed, which is asked once for all, and end where none may', async () => {
    const sent = beginning(3, false);
    const answers = [2, 0];
    let ended = 0;
    const one = async (begun: () => void) => {
      begun();
      await settled();
      ended += 1;
    };
    const more = async () => {
      await settled();
      return answers.shift() ?? 0;
    };

    await inLanes(sent, () => true, one, more);

    expect([ended, answers, sent.hasMore]).toEqual([5, [], true]);
  });

  it('are none where nothing may be claimed', async () => {
    const works = new Works();
    await inLanes(beginning(0, false), () => true, works.one);
    expect(works.open).toEqual([]);
  });

  it('are none beside a first that fails when it is to try', async () => {
    let begun = 0;
    const failing = inLanes(
      beginning(8, true),
      () => true,
      () => {
        begun += 1;
        return Promise.reject(new Error('no'));
      },
    );

    await expect(failing).rejects.toThrow('no');
    expect(begun).toBe(1);
  });

  it('are all at their end when one that failed is told of', async () => {
    const works = new Works();
    const sent = beginning(8, false);
    let ended = 0;
    const sending = inLanes(
      sent,
      () => true,
      async (begun) => {
        const isFirst = works.open.length === 0;
        await works.one(begun);
        ended += 1;
        if (isFirst) throw new Error('no');
      },
    );
    works.open[0]?.begun();
    await settled();
    works.open[0]?.end();
    await settled();
    expect(ended).toBe(1);
    sent.hasMore = false;
    works.open.forEach(({ end }) => end());

    await expect(sending).rejects.toThrow('no');
    expect(ended).toBe(8);
  });
});

describe('Claims', () => {
  it('are made one after the other, and none after one that came back short', async () => {
    const sent = beginning(8, false);
    const counts = [3, 3, 1, 3];
    let underWay = 0;
    let most = 0;
    const claim = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await settled();
      underWay -= 1;
      return holdOf(counts.shift() ?? 0);
    };

    const claims = await Promise.all([1, 2, 3, 4].map(() => inTurn(sent, 3, claim)));

    expect(claims.map((one) => one?.taken.length ?? null)).toEqual([3, 3, 1, null]);
    expect(most).toBe(1);
    expect(sent.hasMore).toBe(false);
  });

  it('that failed do not keep those after them', async () => {
    const sent = beginning(8, false);
    const failed = inTurn(sent, 3, () => Promise.reject(new Error('no')));
    const next = inTurn(sent, 3, () => Promise.resolve(holdOf(2)));

    await expect(failed).rejects.toThrow('no');
    expect((await next)?.taken).toHaveLength(2);
  });

  it('are none once the send was interrupted', async () => {
    const sent = beginning(8, false);
    sent.interruption = { kind: 'quota', message: 'no calls left', seconds: 60 };
    expect(await inTurn(sent, 3, () => Promise.resolve(holdOf(3)))).toBeNull();
  });
});
