import { jest } from '@jest/globals';
import { Clock } from '../../platform/clock.js';
import type { Outcome } from './outcome.js';
import { OutcomeWriter } from './outcome-writer.js';
import type { SendContext } from './send-context.js';

type Parts = ConstructorParameters<typeof OutcomeWriter>;

describe('What came of a send', () => {
  it('is written down when the database is back that was away', async () => {
    const restarting = Object.assign(new Error('terminating connection'), { code: '57P01' });
    const record = jest.fn<() => Promise<unknown>>().mockRejectedValueOnce(restarting).mockResolvedValue([]);
    const transaction = (work: (manager: object) => Promise<void>) => work({});
    const writer = new OutcomeWriter(
      { transaction } as unknown as Parts[0],
      {} as Parts[1],
      {} as Parts[2],
      { record } as unknown as Parts[3],
      new Clock(),
    );

    await writer.record({} as SendContext, [{ id: 'one' } as Outcome]);

    expect(record).toHaveBeenCalledTimes(2);
    expect(record).toHaveBeenLastCalledWith({}, {}, [{ id: 'one' }]);
  });
});
