import * as fc from 'fast-check';
import { describeAcceptedWrites } from './accepted-writes.conformance.js';
import type { FieldValues, Place, SystemSession, Verdict, WriteOperation } from './system.js';

/** A system's sandbox as the conformance suite needs it; every test has one of its own. */
export interface WriterPeer {
  readonly session: SystemSession;
  readonly place: Place;
  readonly writeBatch: number;
  /** A key as the delivery would mint it. */
  key(number: number): string;
  /**
   * Of a membership: the parents of that number, which stand over there. Such records carry no key of ours, and their
   * standing keys are those of their parents.
   */
  parents?(number: number): Readonly<Record<string, string>>;
  /** Fields of a record that the system takes; different numbers are different people. */
  accepted(number: number): FieldValues;
  /** Fields of a record that the system refuses for a reason of its own. */
  refused(number: number): FieldValues;
  /** The keys of all records that stand over there, one for each record. */
  standingKeys(): Promise<string[]>;
  /** Write calls that were made so far. */
  writeCalls(): Promise<number>;
  /** Ends the session that is in use, as time would. */
  expireSession(): Promise<void>;
  /** Deletes a record as a person over there would. */
  deleteRemotely(remoteId: string): Promise<void>;
  /** Verdicts once the jobs that accepted records are through; only where a system accepts and answers later. */
  settled?(
    operations: readonly WriteOperation[],
    verdicts: ReadonlyMap<string, Verdict>,
  ): Promise<ReadonlyMap<string, Verdict>>;
  /** What goes wrong with the next write call, and with no other. */
  readonly nextWrite: {
    isDoneButItsAnswerLost(): Promise<void>;
    breaksBeforeItArrives(): Promise<void>;
    /** Only where a system answers record by record. */
    findsOneRecordLocked?(): Promise<void>;
    isRefusedForQuota(): Promise<void>;
    isRefusedAsUnavailable(): Promise<void>;
    isAnsweredWithNonsense(): Promise<void>;
  };
  close(): Promise<void>;
}

/** Whether a system answers a write with what became of it, or takes it as a job and shows that later. */
export type Manner = 'answers' | 'accepts';

/**
 * What every system's writer must do, run against its sandbox: one verdict for each id, nothing written
 * twice, no good record held back by a bad one, and never an exception.
 */
export function describeWriterConformance(
  name: string,
  setup: () => Promise<WriterPeer>,
  manner: Manner = 'answers',
): void {
  const itAnswers = manner === 'answers' ? it : () => undefined;

  describe(`${name} writer conforms`, () => {
    let peer: WriterPeer;

    beforeEach(async () => {
      peer = await setup();
    });

    afterEach(() => peer.close());

    const create = (number: number, fields = peer.accepted(number)): WriteOperation => ({
      id: `record-${number}`,
      operation: 'create',
      key: peer.key(number),
      fields,
      parents: peer.parents?.(number),
    });
    const creates = (count: number) => range(count).map((number) => create(number));

    const write = async (operations: readonly WriteOperation[]) => {
      const given = await peer.session.write(peer.place, operations);
      const verdicts = (await peer.settled?.(operations, given)) ?? given;
      expect([...verdicts.keys()].toSorted()).toEqual(operations.map(({ id }) => id).toSorted());
      return verdicts;
    };

    const createdIds = async (count: number) => {
      const verdicts = await write(creates(count));
      return range(count).map((number) => remoteIdOf(verdicts.get(`record-${number}`)));
    };

    it('creates a record under its key and says where it stands', async () => {
      const verdicts = await write([create(1)]);

      expect(verdicts.get('record-1')).toMatchObject({ verdict: 'created' });
      expect(await peer.standingKeys()).toEqual([peer.key(1)]);
    });

    it('gives each id its own verdict in a mixed and shuffled batch', async () => {
      const [updated = '', removed = '', kept = ''] = await createdIds(3);

      const verdicts = await write([
        create(11),
        { id: 'removed', operation: 'remove', remoteId: removed },
        create(12, peer.refused(12)),
        { id: 'updated', operation: 'update', remoteId: updated, fields: peer.accepted(20) },
        { id: 'idle', operation: 'update', remoteId: kept, fields: {} },
        create(10),
      ]);

      expect(wordsOf(verdicts)).toEqual({
        'record-10': 'created',
        'record-11': 'created',
        'record-12': 'rejected',
        updated: 'updated',
        removed: 'removed',
        idle: 'unchanged',
      });
      expect(remoteIdOf(verdicts.get('updated'))).toBe(updated);
    });

    it('makes no call for a record in which nothing changes', async () => {
      const [remoteId = ''] = await createdIds(1);
      const before = await peer.writeCalls();

      await write([{ id: 'idle', operation: 'update', remoteId, fields: {} }]);

      expect(await peer.writeCalls()).toBe(before);
    });

    it('rejects a bad record with a reason and writes the good ones around it', async () => {
      const verdicts = await write([create(1), create(2, peer.refused(2)), create(3)]);

      expect(wordsOf(verdicts)).toEqual({
        'record-1': 'created',
        'record-2': 'rejected',
        'record-3': 'created',
      });
      expect(verdicts.get('record-2')).toMatchObject({
        code: expect.stringMatching(/\S/),
        message: expect.stringMatching(/\S/),
        advice: expect.stringMatching(/\S/),
      });
      expect((await peer.standingKeys()).toSorted()).toEqual([peer.key(1), peer.key(3)].toSorted());
    });

    itAnswers(
      'calls a write whose answer was lost unknown; the look-up finds it, and writing again makes no second',
      async () => {
        await peer.nextWrite.isDoneButItsAnswerLost();

        const verdicts = await write(creates(3));

        expect([...verdicts.values()]).toEqual(
          range(3).map(() =>
            expect.objectContaining({ verdict: 'unknown', lookUpAfter: expect.any(Number) }),
          ),
        );
        const requests = range(3).map((number) => ({
          id: `record-${number}`,
          key: peer.key(number),
          parents: peer.parents?.(number),
          fields: [],
        }));
        const found = await peer.session.lookUp(peer.place, requests);
        const isKeyed = peer.parents === undefined;
        expect(
          range(3).map((number) => found.get(`record-${number}`)?.candidates.map(({ key }) => key)),
        ).toEqual(range(3).map((number) => [isKeyed ? peer.key(number) : null]));
        await write(creates(3));
        expect(await peer.standingKeys()).toHaveLength(3);
      },
    );

    itAnswers(
      'leaves a write that may not have arrived open, and doing it again gives one record each',
      async () => {
        await peer.nextWrite.breaksBeforeItArrives();

        const first = await write(creates(2));
        const second = await write(creates(2));

        expect([...first.values()].every(({ verdict }) => verdict === 'unknown' || verdict === 'retry')).toBe(
          true,
        );
        expect(wordsOf(second)).toEqual({ 'record-0': 'created', 'record-1': 'created' });
        expect(await peer.standingKeys()).toHaveLength(2);
      },
    );

    it('does not show that a session ended between two calls', async () => {
      await write([create(1)]);
      await peer.expireSession();

      const verdicts = await write([create(2)]);

      expect(verdicts.get('record-2')).toMatchObject({ verdict: 'created' });
    });

    itAnswers('splits more records than a call takes', async () => {
      const count = 2 * peer.writeBatch + 1;

      const verdicts = await write(creates(count));

      expect([...verdicts.values()].filter(({ verdict }) => verdict === 'created')).toHaveLength(count);
      expect(await peer.writeCalls()).toBe(3);
      expect(new Set(await peer.standingKeys()).size).toBe(count);
    });

    itAnswers('takes the same record twice in a batch for one record', async () => {
      const verdicts = await write([create(1), { ...create(1), id: 'again' }]);

      expect(verdicts.get('record-1')).toMatchObject({ verdict: 'created' });
      expect(verdicts.get('again')?.verdict).toBe(peer.parents === undefined ? 'updated' : 'unchanged');
      expect(await peer.standingKeys()).toEqual([peer.key(1)]);
    });

    itAnswers('retries a locked record alone', async () => {
      await peer.nextWrite.findsOneRecordLocked?.();

      const words = Object.values(wordsOf(await write(creates(3))));

      expect(words.toSorted()).toEqual(['created', 'created', 'retry of record']);
    });

    it('leaves the organisation alone when its quota is spent, and sends nothing more', async () => {
      await peer.nextWrite.isRefusedForQuota();

      const verdicts = await write(creates(peer.writeBatch + 1));

      expect(new Set(Object.values(wordsOf(verdicts)))).toEqual(new Set(['retry of organisation']));
      expect(await peer.writeCalls()).toBe(1);
    });

    it('retries what was refused because the system is down', async () => {
      await peer.nextWrite.isRefusedAsUnavailable();

      const verdicts = await write(creates(2));

      expect([...verdicts.values()].every(({ verdict }) => verdict === 'retry')).toBe(true);
    });

    itAnswers('takes an answer that cannot be read for a lost one', async () => {
      await peer.nextWrite.isAnsweredWithNonsense();

      const verdicts = await write(creates(2));

      expect(wordsOf(verdicts)).toEqual({ 'record-0': 'unknown', 'record-1': 'unknown' });
    });

    itAnswers('holds a record that was deleted over there instead of making it again', async () => {
      const [deleted = '', other = ''] = await createdIds(2);
      await peer.deleteRemotely(deleted);

      const verdicts = await write([
        { id: 'deleted', operation: 'update', remoteId: deleted, fields: peer.accepted(10) },
        { id: 'other', operation: 'update', remoteId: other, fields: peer.accepted(11) },
      ]);

      expect(verdicts.get('deleted')).toMatchObject({ verdict: 'held', code: 'deleted-remotely' });
      expect(verdicts.get('other')).toMatchObject({ verdict: 'updated' });
      expect(await peer.standingKeys()).toEqual([peer.key(1)]);
    });

    it('counts a record that is already gone as removed', async () => {
      const [remoteId = ''] = await createdIds(1);
      await peer.deleteRemotely(remoteId);

      const verdicts = await write([{ id: 'gone', operation: 'remove', remoteId }]);

      expect(verdicts.get('gone')).toEqual({ verdict: 'removed' });
    });

    it('answers nothing for nothing', async () => {
      expect((await write([])).size).toBe(0);
    });

    it('answers every id of any mixture once, and the verdicts match what then stands over there', async () => {
      let next = 0;
      const goodOrBad = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(goodOrBad, async (goods) => {
          const before = (await peer.standingKeys()).length;
          const numbers = goods.map(() => next++);

          const verdicts = await write(
            goods.map((good, index) =>
              create(numbers[index] ?? 0, good ? undefined : peer.refused(numbers[index] ?? 0)),
            ),
          );

          const expected = goods.map((good, index) => [
            `record-${numbers[index]}`,
            good ? 'created' : 'rejected',
          ]);
          expect(wordsOf(verdicts)).toEqual(Object.fromEntries(expected));
          expect((await peer.standingKeys()).length - before).toBe(goods.filter(Boolean).length);
        }),
        { numRuns: 15 },
      );
    });

    if (manner === 'accepts')
      describeAcceptedWrites({ peer: () => peer, create, creates, write, createdIds });
  });
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, number) => number);
}

/** The verdicts in a word each, by id. */
function wordsOf(verdicts: ReadonlyMap<string, Verdict>): Record<string, string> {
  return Object.fromEntries([...verdicts].map(([id, verdict]) => [id, wordOf(verdict)]));
}

function remoteIdOf(verdict: Verdict | undefined): string {
  if (!verdict || !('remoteId' in verdict))
    throw new Error(`no record stands there: ${JSON.stringify(verdict)}`);
  return verdict.remoteId;
}

function wordOf(verdict: Verdict): string {
  return verdict.verdict === 'retry' ? `retry of ${verdict.scope}` : verdict.verdict;
}
