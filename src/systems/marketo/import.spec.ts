import { groupBy } from '../../platform/group-by.js';
import type { JobRecord, Verdict, WriteOperation } from '../system.js';
import { create, creates, leads, person, startMarketo, type Marketo } from './sandbox.fixture.js';

let marketo: Marketo;
beforeEach(async () => {
  marketo = await startMarketo({}, { importSeconds: 60 });
});
afterEach(() => marketo.close());

const write = async (operations: readonly WriteOperation[]) => {
  const verdicts = await marketo.session.writeJob?.(leads, operations);
  return verdicts ?? new Map<string, Verdict>();
};
const jobOf = (verdict: Verdict | undefined) => {
  if (verdict?.verdict !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(verdict)}`);
  return verdict.job;
};
const recordOf = (operation: WriteOperation): JobRecord => ({
  id: operation.id,
  operation: operation.operation,
  key: operation.operation === 'remove' ? '' : (operation.key ?? ''),
  remoteId: operation.operation === 'create' ? null : operation.remoteId,
  fields: operation.operation === 'remove' ? {} : operation.fields,
  acceptedAt: new Date(marketo.instance.clock.now()),
});
const collect = async (job: string, operations: readonly WriteOperation[]) => {
  const progress = await marketo.session.collect?.(leads, job, operations.map(recordOf));
  if (!progress) throw new Error('there is no collect');
  return progress;
};

describe('Importing leads', () => {
  it('hands a file over for one call, waits while it is imported, and answers each with its id', async () => {
    const operations = creates(2_000).map((operation) =>
      operation.operation === 'create'
        ? { ...operation, fields: { ...operation.fields, title: 'Head of "A, B"\nand C' } }
        : operation,
    );
    const verdicts = await write(operations);
    const job = jobOf(verdicts.get('id-0'));
    const before = await collect(job, operations);
    marketo.instance.clock.advance(61);
    const after = await collect(job, operations);

    expect(new Set([...verdicts.values()].map(({ verdict }) => verdict))).toEqual(new Set(['accepted']));
    expect(before).toMatchObject({ state: 'pending', askAgainAfter: 30 });
    expect(after.state).toBe('done');
    for (const { id } of operations) expect(after.verdicts.get(id)).toMatchObject({ verdict: 'created' });
    expect(marketo.records('lead')).toHaveLength(2_000);
    expect(marketo.records('lead')[0]).toMatchObject({ title: 'Head of "A, B"\nand C' });
    expect(marketo.counters()).toMatchObject({ jobs: 1, jobCalls: 3, writes: 0, lookUps: 7, violations: 0 });
  });

  it('updates leads by their ids, and holds one that was deleted meanwhile', async () => {
    const operations = Array.from({ length: 1_000 }, (_, number): WriteOperation => {
      const remoteId = marketo.typeIn('lead', person(number));
      return { id: `u${number}`, operation: 'update', remoteId, fields: { title: 'CEO' } };
    });
    const job = jobOf((await write(operations)).get('u0'));
    const [deleted] = operations;
    if (deleted?.operation === 'update') marketo.instance.remove('lead', deleted.remoteId, 'control');
    marketo.instance.clock.advance(61);
    const { verdicts } = await collect(job, operations);

    expect(verdicts.get('u0')).toMatchObject({ verdict: 'held', code: 'deleted-remotely' });
    expect([...verdicts.values()].filter(({ verdict }) => verdict === 'updated')).toHaveLength(999);
    expect(marketo.records('lead').every(({ title }) => title === 'CEO')).toBe(true);
  });

  it('sends a row that failed once more by a call, whose answer has a code', async () => {
    const operations = creates(1_000);
    await marketo.skip('import', '713', { email: 'person6@example.com' });
    await marketo.skip('import', '1003', { email: 'person7@example.com' });
    await marketo.skip('leads-sync', '1003', { email: 'person7@example.com' });
    const job = jobOf((await write(operations)).get('id-7'));
    marketo.instance.clock.advance(61);
    const { verdicts } = await collect(job, operations);

    expect(verdicts.get('id-7')).toMatchObject({ verdict: 'rejected', code: '1003', message: 'Some text.' });
    expect([...verdicts.values()].filter(({ verdict }) => verdict === 'created')).toHaveLength(999);
    expect(marketo.records('lead')).toHaveLength(999);
  });

  it('writes by ordinary calls what does not fit into a file', async () => {
    const remoteId = marketo.typeIn('lead', { ...person(5_000), title: 'CEO' });
    const clearing: WriteOperation = { id: 'c', operation: 'update', remoteId, fields: { title: null } };
    const verdicts = await write([...creates(1_000), clearing]);
    expect(verdicts.get('c')).toEqual({ verdict: 'updated', remoteId });
    expect(verdicts.get('id-1')).toMatchObject({ verdict: 'accepted' });
    expect(verdicts.size).toBe(1_001);
  });

  it('comes back later when the queue is full (1016), and goes on with the calls', async () => {
    await marketo.refuse('import', '1016');
    const small = create(9_999, { email: 'x@x.example' });
    const verdicts = await write([...creates(1_000), small]);
    expect(verdicts.get('id-0')).toMatchObject({
      verdict: 'retry',
      scope: 'record',
      after: 45,
      code: '1016',
    });
    expect(verdicts.get('id-9999')).toMatchObject({ verdict: 'created' });
  });

  it.each([
    ['1019', 60, 'record'],
    ['606', 20, 'organisation'],
  ])('comes back later when the import is refused with %s', async (code, after, scope) => {
    await marketo.refuse('import', code);
    const verdicts = await write([...creates(1_000), create(9_999, { email: 'x@x.example' })]);
    expect(verdicts.get('id-0')).toMatchObject({ verdict: 'retry', scope, after });
    expect(verdicts.get('id-9999')?.verdict).toBe(scope === 'organisation' ? 'retry' : 'created');
  });

  describe('whose answer was lost', () => {
    const advance = (seconds: number) => marketo.instance.clock.advance(seconds);
    const outcomes = (verdicts: ReadonlyMap<string, Verdict>) =>
      groupBy(verdicts.values(), ({ verdict }) => verdict);

    it('finds who was made as soon as they are there, and makes nobody twice', async () => {
      await marketo.place('import', { kind: 'drop-after-commit' });
      const operations = creates(1_000);
      const lost = await write(operations);
      const records = operations.map(recordOf);
      const { lookUps } = marketo.counters();
      advance(50);
      const early = await marketo.session.collect?.(leads, jobOf(lost.get('id-0')), records);
      const looked = marketo.counters().lookUps - lookUps;
      advance(70);
      const found = await marketo.session.collect?.(leads, jobOf(lost.get('id-0')), records);

      expect(lost.get('id-0')).toMatchObject({ verdict: 'accepted', collectAfter: 120 });
      expect(early).toEqual({ state: 'pending', askAgainAfter: 70, verdicts: new Map() });
      expect(looked).toBe(1);
      expect(found).toMatchObject({ state: 'pending', askAgainAfter: 180 });
      expect(found && outcomes(found.verdicts).get('created')).toHaveLength(1_000);
      expect(marketo.records('lead')).toHaveLength(1_000);
    });

    it('finds who was made although the first of them were refused', async () => {
      const operations = creates(1_400);
      await marketo.place('import', { kind: 'drop-after-commit' });
      const job = jobOf((await write(operations.slice(400))).get('id-400'));
      const records = operations.map(recordOf);
      advance(120);
      const found = await marketo.session.collect?.(leads, job, records);

      expect(found && outcomes(found.verdicts).get('created')).toHaveLength(1_000);
    });

    it('does not take for its own who was made or changed otherwise', async () => {
      const [operation, ...others] = creates(1_000);
      if (operation?.operation !== 'create') throw new Error('there is no create');
      await marketo.place('import', { kind: 'drop-before' });
      const lost = await write([operation, ...others]);
      const records = [operation, ...others].map(recordOf);
      marketo.typeIn('lead', { ...operation.fields, lastName: 'Typed-in' });
      advance(300);
      const pending = await marketo.session.collect?.(leads, jobOf(lost.get('id-0')), records);
      advance(600);
      const done = await marketo.session.collect?.(leads, jobOf(lost.get('id-0')), records);

      expect(pending).toEqual({ state: 'pending', askAgainAfter: 600, verdicts: new Map() });
      expect(done?.state).toBe('done');
      expect(done?.verdicts.get('id-0')).toMatchObject({ verdict: 'retry', code: 'NOT_IMPORTED' });
      expect(done && outcomes(done.verdicts).get('retry')).toHaveLength(1_000);
    });

    it('finds who was updated by what was sent', async () => {
      const operations = Array.from({ length: 1_000 }, (_, number): WriteOperation => {
        const remoteId = marketo.typeIn('lead', person(number));
        return { id: `u${number}`, operation: 'update', remoteId, fields: { title: 'CEO' } };
      });
      await marketo.place('import', { kind: 'drop-after-commit' });
      const lost = await write(operations);
      const records = operations.map(recordOf);
      advance(50);
      const early = await marketo.session.collect?.(leads, jobOf(lost.get('u0')), records);
      advance(70);
      const found = await marketo.session.collect?.(leads, jobOf(lost.get('u0')), records);

      expect(early?.verdicts).toEqual(new Map());
      expect(found && outcomes(found.verdicts).get('updated')).toHaveLength(1_000);
    });
  });

  it('looks up what became of an import that Marketo has forgotten', async () => {
    const operations = creates(1_000);
    const job = jobOf((await write(operations)).get('id-0'));
    const records = operations.map(recordOf);
    marketo.instance.clock.advance(8 * 24 * 3_600);
    const progress = await marketo.session.collect?.(leads, job, records);
    const unknown = await marketo.session.collect?.(leads, '1', [recordOf(create(5_000))]);

    expect(progress?.verdicts.get('id-0')).toMatchObject({ verdict: 'created' });
    expect(unknown?.verdicts.get('id-5000')).toMatchObject({ verdict: 'retry', code: 'NOT_IMPORTED' });
  });

  it('is asked again when its state could not be read', async () => {
    const operations = creates(1_000);
    const job = jobOf((await write(operations)).get('id-0'));
    await marketo.refuse('import-read', '608');
    await expect(collect(job, operations)).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
