import { GroupCommit, Overloaded } from './group-commit.js';

const limits = { rowsPerCommit: 10, bytesPerCommit: 1_000, inFlight: 1, waitingBytes: 10_000 };
const constraintViolation = Object.assign(new Error('violates a constraint'), { code: '23503' });

/** A writer whose commits each wait for a permit. */
function heldWriter() {
  const commits: string[][] = [];
  const waiting: (() => void)[] = [];
  let permits = 0;
  const write = async (rows: readonly string[]) => {
    commits.push([...rows]);
    if (permits > 0) permits -= 1;
    else await new Promise<void>((open) => waiting.push(open));
  };
  const openNext = () => {
    const open = waiting.shift();
    if (open) open();
    else permits += 1;
  };
  return { commits, write, openNext };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('GroupCommit', () => {
  it('commits a lone row without waiting for others', async () => {
    const { commits, write, openNext } = heldWriter();
    const done = new GroupCommit(write, limits).submit('a', 1);
    openNext();
    await done;
    expect(commits).toEqual([['a']]);
  });

  it('commits together what arrives in one turn, and what arrives while a commit is under way', async () => {
    const { commits, write, openNext } = heldWriter();
    const group = new GroupCommit(write, limits);
    const first = ['a', 'b'].map((row) => group.submit(row, 1));
    await nextTurn();
    const second = ['c', 'd'].map((row) => group.submit(row, 1));
    await nextTurn();
    expect(commits).toEqual([['a', 'b']]);
    openNext();
    await Promise.all(first);
    openNext();
    await Promise.all(second);
    expect(commits).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('starts another commit beside one under way only when it is full', async () => {
    const { commits, write, openNext } = heldWriter();
    const group = new GroupCommit(write, { ...limits, rowsPerCommit: 2, inFlight: 2 });
    const all = [group.submit('a', 1)];
    await nextTurn();
    all.push(group.submit('b', 1));
    await nextTurn();
    expect(commits).toEqual([['a']]);
    all.push(group.submit('c', 1), group.submit('d', 1));
    await nextTurn();
    expect(commits).toEqual([['a'], ['b', 'c']]);
    for (let commit = 1; commit <= 3; commit += 1) openNext();
    await Promise.all(all);
    expect(commits).toEqual([['a'], ['b', 'c'], ['d']]);
  });

  it('splits a crowd by rows and by bytes, and lets a single large row pass', async () => {
    const sizes: number[] = [];
    const group = new GroupCommit<number>(async (rows) => void sizes.push(rows.length), limits);
    await Promise.all([group.submit(0, 1), ...Array.from({ length: 12 }, (_, i) => group.submit(i, 10))]);
    await group.drain();
    await Promise.all([
      group.submit(0, 1),
      group.submit(1, 900),
      group.submit(2, 900),
      group.submit(3, 5_000),
    ]);
    expect(sizes).toEqual([10, 3, 2, 1, 1]);
  });

  it('fails a poison row alone', async () => {
    const stored: string[] = [];
    const group = new GroupCommit<string>(async (rows) => {
      if (rows.includes('poison')) throw constraintViolation;
      stored.push(...rows);
    }, limits);
    const results = await Promise.allSettled(
      ['first', 'a', 'poison', 'b'].map((row) => group.submit(row, 1)),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(stored.toSorted()).toEqual(['a', 'b', 'first']);
  });

  it('does not try row by row when the connection is lost', async () => {
    let calls = 0;
    const group = new GroupCommit<string>(async () => {
      calls += 1;
      throw new Error('Connection terminated');
    }, limits);
    const results = await Promise.allSettled(['a', 'b', 'c'].map((row) => group.submit(row, 1)));
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    expect(calls).toBe(1);
  });

  it('refuses more than may wait, and takes rows again after that', async () => {
    const { write, openNext } = heldWriter();
    const group = new GroupCommit(write, { ...limits, waitingBytes: 10 });
    const first = group.submit('a', 8);
    await nextTurn();
    const second = group.submit('b', 8);
    await expect(group.submit('c', 8)).rejects.toBeInstanceOf(Overloaded);
    openNext();
    await first;
    openNext();
    await second;
    await group.drain();
    const later = group.submit('d', 8);
    openNext();
    await later;
  });
});
