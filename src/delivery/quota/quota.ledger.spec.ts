import { array, assert, asyncProperty, constant, constantFrom, nat, oneof, record } from 'fast-check';
import { newId } from '../../platform/database/index.js';
import { openSchema, type OpenSchema } from '../../../test/support/schema.js';
import { QuotaLedger } from './quota.ledger.js';
import { SimulatedProcesses } from './simulated-processes.fixture.js';

const begin = new Date('2026-03-01T22:00:00Z');
const limits = { callsPerDay: 40, callsPerWindow: { calls: 7, seconds: 20 }, concurrentCalls: 3 };

const number = nat({ max: 3 });
const step = oneof(
  { weight: 5, arbitrary: record({ does: constant('call' as const), process: number }) },
  { weight: 5, arbitrary: record({ does: constant('end' as const), process: number }) },
  { weight: 1, arbitrary: record({ does: constant('settle' as const), process: number }) },
  { weight: 1, arbitrary: record({ does: constant('crash' as const), process: number }) },
  {
    weight: 3,
    arbitrary: record({
      does: constant('wait' as const),
      seconds: constantFrom(0.2, 1, 4, 15, 40, 3_600),
    }),
  },
);

describe('The ledger of an organisation’s quota', () => {
  let schema: OpenSchema;
  let ledger: QuotaLedger;

  beforeAll(async () => {
    schema = await openSchema();
    ledger = new QuotaLedger(schema as unknown as ConstructorParameters<typeof QuotaLedger>[0]);
  });
  afterAll(() => schema.close());

  it.each([
    ['rolls', undefined],
    ['ends at midnight', 'UTC'],
  ])(
    'keeps many processes within every limit, whoever calls when and dies when; the day %s',
    async (_day, dayEndsIn) => {
      await assert(
        asyncProperty(array(step, { minLength: 30, maxLength: 90 }), async (steps) => {
          const processes = new SimulatedProcesses(ledger, newId(), { ...limits, dayEndsIn }, begin);
          for (const one of steps) await processes.do(one);
          expect(processes.violations()).toEqual([]);
          await processes.comeToRest();
          // Whatever happened, there is budget again in time: nothing is held for ever.
          expect(await processes.callsOfOne(3)).toBe(3);
        }),
        { numRuns: 6 },
      );
    },
    60_000,
  );

  it('gives the places of a dead process to others when its lease ends, and not before', async () => {
    const processes = new SimulatedProcesses(ledger, newId(), limits, begin);
    for (let calls = 0; calls < 3; calls += 1) await processes.do({ does: 'call', process: 0 });
    await processes.do({ does: 'crash', process: 0 });
    expect(await processes.callsOfOne(1)).toBe(0);
    await processes.do({ does: 'wait', seconds: 60 });
    expect(await processes.callsOfOne(1)).toBe(1);
  });

  it('begins no more jobs than the day has', async () => {
    const subject = newId();
    const job = () =>
      ledger.beginJob(subject, { callsPerDay: 10, jobsPerDay: 2, dayEndsIn: 'UTC' }, 's', begin);
    expect(await Promise.all([job(), job(), job()])).toEqual([true, true, false]);
  });

  it('counts what was spent before the organisation was known', async () => {
    const [from, to] = [newId(), newId()];
    const before = new SimulatedProcesses(ledger, from, limits, begin);
    for (let calls = 0; calls < 2; calls += 1) await before.do({ does: 'call', process: 0 });
    await before.do({ does: 'end', process: 0 });
    await before.do({ does: 'end', process: 0 });
    await before.do({ does: 'settle', process: 0 });
    await ledger.move(from, to);
    const after = new SimulatedProcesses(ledger, to, { ...limits, callsPerDay: 3 }, begin);
    expect(await after.callsOfOne(3)).toBe(1);
  });
});
