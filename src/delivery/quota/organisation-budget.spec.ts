import { newId } from '../../platform/database/index.js';
import { Clock } from '../../platform/clock.js';
import { openSchema, type OpenSchema } from '../../../test/support/schema.js';
import { SystemError } from '../../systems/index.js';
import type { QuotaLimits } from './grant.js';
import { OrganisationBudget } from './organisation-budget.js';
import { QuotaLedger } from './quota.ledger.js';
import { QuotaReporter } from './quota-reporter.js';

/** Time that goes by faster, so that windows of seconds pass in a moment. */
class FastClock extends Clock {
  private readonly begin = Date.now();

  constructor(private readonly times: number) {
    super();
  }

  override now(): Date {
    return new Date(this.begin + (Date.now() - this.begin) * this.times);
  }

  override sleep(milliseconds: number): Promise<void> {
    return super.sleep(milliseconds / this.times);
  }
}

interface Made {
  readonly begun: number;
  readonly ended: number;
}

const windowed: QuotaLimits = {
  callsPerDay: 10_000,
  callsPerWindow: { calls: 12, seconds: 3 },
  concurrentCalls: 3,
};

describe('Processes that share an organisation’s budget', () => {
  let schema: OpenSchema;
  let ledger: QuotaLedger;
  const reporter = new QuotaReporter();

  beforeAll(async () => {
    schema = await openSchema();
    ledger = new QuotaLedger(schema as unknown as ConstructorParameters<typeof QuotaLedger>[0]);
  });
  afterAll(() => schema.close());

  const makers = (count: number, limits: QuotaLimits, clock: Clock) => {
    const subject = newId();
    return Array.from({ length: count }, () => new OrganisationBudget(subject, limits, ledger, clock));
  };

  /** Makes a call as a sender does: when it is told that there is none, it waits as long as that takes. */
  const callUntilMade = async (budget: OrganisationBudget, clock: Clock, work: () => Promise<void>) => {
    for (;;) {
      try {
        return await budget.call('', reporter, work);
      } catch (error) {
        if (!(error instanceof SystemError) || error.kind !== 'quota') throw error;
        await clock.sleep((error.retryAfter ?? 0) * 1_000);
      }
    }
  };

  it('make every call in the end, and never more of them at once or in a window than are allowed', async () => {
    const clock = new FastClock(10);
    const made: Made[] = [];
    const work = async () => {
      const begun = clock.now().getTime();
      await clock.sleep(50 + Math.random() * 300);
      made.push({ begun, ended: clock.now().getTime() });
    };
    const calls = makers(3, windowed, clock).flatMap((budget) =>
      Array.from({ length: 15 }, () => callUntilMade(budget, clock, work)),
    );
    await Promise.all(calls);
    expect(made).toHaveLength(45);
    expect(mostAt(made, ({ begun, ended }, at) => begun <= at && at < ended)).toBeLessThanOrEqual(3);
    // The vendor may count a call as late as at its end.
    expect(mostAt(made, ({ begun, ended }, at) => begun <= at && at < ended + 3_000)).toBeLessThanOrEqual(12);
  }, 60_000);

  it('wait in the call itself for a window that moves soon', async () => {
    const clock = new FastClock(10);
    const [budget] = makers(1, { callsPerDay: 100, callsPerWindow: { calls: 2, seconds: 0.5 } }, clock);
    let made = 0;
    for (let asked = 0; asked < 4; asked += 1) await budget?.call('', reporter, async () => void (made += 1));
    expect(made).toBe(4);
  });

  it('say at once when there are calls again where that takes long', async () => {
    const clock = new Clock();
    const [budget] = makers(1, { callsPerDay: 2, dayEndsIn: 'UTC' }, clock);
    const call = () => budget?.call('', reporter, async () => undefined);
    await call();
    await call();
    const error = await call()?.catch((reason: unknown) => reason);
    const untilMidnight =
      (Math.ceil(clock.now().getTime() / 86_400_000) * 86_400_000 - clock.now().getTime()) / 1_000;
    expect(error).toMatchObject({ kind: 'quota', failure: { code: 'calls-of-day-used' } });
    expect(error instanceof SystemError && error.retryAfter).toBeCloseTo(untilMidnight, -1);
  });

  it('give back what they do not use, and hear what the vendor says', async () => {
    const clock = new Clock();
    const [one, other] = makers(2, { callsPerDay: 1_000, dayEndsIn: 'UTC' }, clock);
    const heard = new QuotaReporter();
    let used = 0;
    heard.listenTo({
      usage: () => ({ calls: used, reported: used === 0 ? null : { used: 8 + used, limit: 10 } }),
    });
    await one?.call('', heard, async () => void (used += 1));
    await one?.close();
    await other?.call('', reporter, async () => undefined);
    await expect(other?.call('', reporter, async () => undefined)).rejects.toMatchObject({ kind: 'quota' });
  });

  it('ask anew where somebody doubts that all calls are used, and go on where they are not', async () => {
    const clock = new Clock();
    const subject = newId();
    const budget = new OrganisationBudget(subject, { callsPerDay: 1_000 }, ledger, clock);
    const heard = new QuotaReporter();
    let left = 0;
    heard.listenTo({ usage: () => ({ calls: 0, reported: { used: 10 - left, limit: 10 } }) });
    const call = () => budget.call('', heard, async () => 'made');
    const doubt = () => ledger.doubt(schema.sql, subject, clock.now());
    await doubt();
    await call();
    await budget.book();
    await expect(call()).rejects.toMatchObject({ kind: 'quota', retryAfter: expect.any(Number) });
    await doubt();
    left = 5;
    await expect(call()).resolves.toBe('made');
    await expect(call()).resolves.toBe('made');
  });

  it('make a call that comes while they give back what they have', async () => {
    const [budget] = makers(1, { callsPerDay: 100, concurrentCalls: 1 }, new Clock());
    await budget?.call('', reporter, async () => undefined);
    const closed = budget?.close();
    // Let it begin to ask the ledger, which takes until this turn of the event loop is over.
    for (let step = 0; step < 3; step += 1) await Promise.resolve();
    await expect(budget?.call('', reporter, async () => 'made')).resolves.toBe('made');
    await closed;
  });

  it('end a call whose work fails like any other', async () => {
    const [budget] = makers(1, { callsPerDay: 100, concurrentCalls: 1 }, new Clock());
    await expect(budget?.call('', reporter, () => Promise.reject(new Error('on purpose')))).rejects.toThrow(
      'on purpose',
    );
    await expect(budget?.call('', reporter, async () => 'made')).resolves.toBe('made');
  });
});

/** The most things that are so at one time: that changes only where one begins. */
function mostAt(made: readonly Made[], isSo: (one: Made, at: number) => boolean): number {
  return Math.max(...made.map(({ begun }) => made.filter((one) => isSo(one, begun)).length));
}
