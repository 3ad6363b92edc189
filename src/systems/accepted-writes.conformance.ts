import type { FieldValues, Verdict, WriteOperation } from './system.js';
import type { WriterPeer } from './writer.conformance.js';

interface Tools {
  peer(): WriterPeer;
  create(number: number, fields?: FieldValues): WriteOperation;
  creates(count: number): WriteOperation[];
  /** Writes, and answers what became of it once its jobs are through. */
  write(operations: readonly WriteOperation[]): Promise<ReadonlyMap<string, Verdict>>;
  /** Remote ids of so many new records. */
  createdIds(count: number): Promise<string[]>;
}

/**
 * What is otherwise where a system takes lists as files and shows later who is on them: whoever is put there twice is
 * there once, so that what may have got lost is handed over again and nobody has to be looked up.
 */
export function describeAcceptedWrites({ peer, create, creates, write, createdIds }: Tools): void {
  it('accepts what it hands over, and says when to ask about it', async () => {
    const verdicts = await peer().session.write(peer().place, creates(2));

    expect([...verdicts.values()]).toEqual(
      [0, 1].map(() => ({
        verdict: 'accepted',
        job: expect.stringMatching(/\S/),
        collectAfter: expect.any(Number),
      })),
    );
  });

  it('writes each record once although an answer was lost after the work was done', async () => {
    await peer().nextWrite.isDoneButItsAnswerLost();

    const verdicts = await write(creates(3));
    const again = await write(creates(3));

    expect(words(verdicts)).toEqual(['created', 'created', 'created']);
    expect(words(again)).toEqual(['created', 'created', 'created']);
    expect(await peer().standingKeys()).toHaveLength(3);
  });

  it('writes each record once although a call broke before it arrived', async () => {
    await peer().nextWrite.breaksBeforeItArrives();

    const verdicts = await write(creates(2));

    expect(words(verdicts)).toEqual(['created', 'created']);
    expect(await peer().standingKeys()).toHaveLength(2);
  });

  it('writes each record once although an answer could not be read', async () => {
    await peer().nextWrite.isAnsweredWithNonsense();

    const verdicts = await write(creates(2));

    expect(words(verdicts)).toEqual(['created', 'created']);
    expect(await peer().standingKeys()).toHaveLength(2);
  });

  it('takes the same record twice in a batch for one record', async () => {
    const verdicts = await write([create(1), { ...create(1), id: 'again' }]);

    expect(words(verdicts)).toEqual(['created', 'created']);
    expect(await peer().standingKeys()).toEqual([peer().key(1)]);
  });

  it('hands any number of records over in one call', async () => {
    const count = 2 * peer().writeBatch + 1;

    const verdicts = await write(creates(count));

    expect(new Set(words(verdicts))).toEqual(new Set(['created']));
    expect(await peer().writeCalls()).toBe(1);
    expect(new Set(await peer().standingKeys()).size).toBe(count);
  });

  it('begins a membership again that somebody over there ended', async () => {
    const [remoteId = ''] = await createdIds(1);
    await peer().deleteRemotely(remoteId);

    const verdicts = await write([
      { id: 'ended', operation: 'update', remoteId, fields: peer().accepted(0) },
    ]);

    expect(verdicts.get('ended')).toEqual({ verdict: 'updated', remoteId });
    expect(await peer().standingKeys()).toEqual([peer().key(0)]);
  });
}

function words(verdicts: ReadonlyMap<string, Verdict>): string[] {
  return [...verdicts.values()].map(({ verdict }) => verdict);
}
