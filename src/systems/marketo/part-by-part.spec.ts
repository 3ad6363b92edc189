import { SystemError, type JobRecord, type Verdict } from '../system.js';
import { partByPart } from './part-by-part.js';

const records = Array.from({ length: 700 }, (_, number) => ({ id: `id-${number}` }) as JobRecord);
const failure = {
  code: '608',
  message: 'Away.',
  field: null,
  advice: 'Nothing.',
  whoActs: 'vendor',
} as const;

/** Answers as many parts as it is told to, and then fails. */
function answers(parts: number, error: Error) {
  let asked = 0;
  return async (part: readonly JobRecord[]): Promise<Map<string, Verdict>> => {
    asked += 1;
    if (asked > parts) throw error;
    return new Map(part.map(({ id }) => [id, { verdict: 'created', remoteId: id }]));
  };
}

describe('Asking about many records of a job', () => {
  it('is done when all parts were answered', async () => {
    const progress = await partByPart(records, answers(3, new Error('no')));
    expect([progress.state, progress.verdicts.size]).toEqual(['done', 700]);
  });

  it('tells what was learned before a call failed, and is to be gone on with', async () => {
    const progress = await partByPart(records, answers(2, new SystemError('unavailable', failure)));
    expect(progress).toMatchObject({ state: 'pending', askAgainAfter: 30 });
    expect(progress.verdicts.size).toBe(600);
  });

  it('goes on when there are calls again, where too many were made', async () => {
    const progress = await partByPart(records, answers(1, new SystemError('quota', failure, 12)));
    expect(progress).toMatchObject({ state: 'pending', askAgainAfter: 12 });
    expect(progress.verdicts.size).toBe(300);
  });

  it.each([
    ['nothing was learned', 0, new SystemError('unavailable', failure)],
    ['it cannot be gone on with', 2, new SystemError('sign-in', failure)],
    ['it is a fault of ours', 2, new TypeError('no')],
  ])('fails where %s', async (_what, parts, error) => {
    await expect(partByPart(records, answers(parts, error))).rejects.toBe(error);
  });
});
