import { jest } from '@jest/globals';
import type { BoundSession } from '../destinations/sessions.js';
import type { Destination } from '../destinations/destination.entity.js';
import type { OpenRun } from '../runs/run.repository.js';
import type { Sync } from '../syncs/sync.entity.js';
import { DraftSender } from './draft-sender.js';

type Parts = ConstructorParameters<typeof DraftSender>;

const bound = { organisationKey: 'paper:office', definition: { limits: {}, objects: {} } } as BoundSession;
const destination = {} as Destination;
const syncOf = (id: string) => ({ id, object: 'person', target: null, workspaceId: 'w' }) as unknown as Sync;
const run = { id: 'run' } as OpenRun;

describe('What is collected for a job', () => {
  it('is kept from nobody when it could not be given back', async () => {
    const alive = new Set<string>();
    const inHand = {
      take: (token: string) => void alive.add(token),
      release: (token: string) => void alive.delete(token),
    };
    const giveBack = jest
      .fn<() => Promise<unknown>>()
      .mockRejectedValueOnce(new Error('the database is down'));
    const endInterrupted = jest.fn<() => Promise<unknown>>();
    const drafts = new DraftSender(
      { manager: {} } as Parts[0],
      {} as Parts[1],
      { giveBack } as unknown as Parts[2],
      { endInterrupted } as unknown as Parts[3],
      inHand as unknown as Parts[4],
    );
    for (const id of ['one', 'two']) drafts.open({ sync: syncOf(id), destination }, bound, id, run);
    drafts.open({ sync: syncOf('other'), destination }, { ...bound, organisationKey: 'other' }, 'other', run);

    await expect(drafts.letGo('paper:office', 'It was interrupted.')).rejects.toThrow('the database is down');

    expect(giveBack).toHaveBeenCalledTimes(2);
    expect(endInterrupted).toHaveBeenCalledTimes(1);
    expect([...alive]).toEqual(['other']);
  });
});
