import { outlast } from './outlast.js';

const failing = (times: number, error: Error) => {
  let calls = 0;
  return {
    calls: () => calls,
    work: async () => {
      calls += 1;
      if (calls <= times) throw error;
      return 'done';
    },
  };
};
const withCode = (code: string) => Object.assign(new Error(code), { code });

describe('Outlasting the database', () => {
  it.each(['57P01', '08006', '40P01', '53300', 'ECONNREFUSED'])('repeats after %s', async (code) => {
    const { work, calls } = failing(2, withCode(code));
    expect(await outlast(work, 5_000)).toBe('done');
    expect(calls()).toBe(3);
  });

  it('repeats when the system says that the connection is closed, in five letters like a SQLSTATE', async () => {
    const closed = Object.assign(withCode('EPIPE'), { syscall: 'write' });
    expect(await outlast(failing(1, closed).work, 5_000)).toBe('done');
  });

  it('repeats when the connection ended without a code', async () => {
    expect(await outlast(failing(1, new Error('Connection terminated unexpectedly')).work, 5_000)).toBe(
      'done',
    );
  });

  it.each(['22P02', '23505', '42601'])('does not repeat what is refused with %s', async (code) => {
    const { work, calls } = failing(9, withCode(code));
    await expect(outlast(work, 5_000)).rejects.toThrow(code);
    expect(calls()).toBe(1);
  });

  it('gives up after its time, with the last failure', async () => {
    await expect(outlast(failing(1_000, withCode('57P03')).work, 120)).rejects.toThrow('57P03');
  });
});
