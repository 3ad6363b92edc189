import * as fc from 'fast-check';
import type { OutboundRequest } from '../../platform/http/index.js';
import type { Place, SystemSession, WriteOperation } from '../system.js';
import { freeBudget, SystemError } from '../system.js';
import { readCsv } from './csv.js';
import { demandbase } from './definition.js';
import {
  company,
  create,
  creates,
  keyOf,
  person,
  remove,
  SandboxPeer,
  wordsOf,
} from './sandbox-peer.fixture.js';

let peer: SandboxPeer;
let session: SystemSession;
let place: Place;
beforeEach(async () => {
  peer = await SandboxPeer.start({ jobReuse: 'B' });
  session = peer.connect();
  place = await peer.list(session);
});
afterEach(() => peer.close());

describe('Writing to a list', () => {
  it('hands additions and removals over in a file each, and names no action but these two', async () => {
    const verdicts = await session.write(place, [create(1), remove(2), create(3)]);

    expect(wordsOf(verdicts)).toEqual({
      'record-1': 'accepted',
      'record-3': 'accepted',
      'removal-2': 'accepted',
    });
    expect(new Set([...verdicts.values()].map((verdict) => 'job' in verdict && verdict.job)).size).toBe(2);
    expect(peer.counts()).toMatchObject({ writes: 2, violations: 0 });
  });

  it('puts on and takes off whom it should, by whatever is known of them', async () => {
    await session.write(place, creates(4));
    peer.night();

    await session.write(place, [
      remove(0),
      { ...remove(1), written: company(1) } as WriteOperation,
      {
        id: 'update',
        operation: 'update',
        remoteId: `Spring/${keyOf(2)}`,
        fields: { Industry: 'Steel' },
        written: company(2),
      },
    ]);
    peer.night();

    expect(peer.members()).toEqual([keyOf(2), keyOf(3)]);
    const list = peer.sandbox.tenant.lists.find('Account', 'Spring');
    const rows = [...(list?.members.values() ?? [])].map(({ row }) => row);
    expect(rows[0]).toMatchObject({
      ...company(2),
      'Account Name': 'Company 2, Inc. "X"',
      Industry: 'Steel',
    });
    expect(peer.sandbox.tenant.newFields).toEqual([]);
  });

  it('sends of several operations on a member the last alone', async () => {
    const verdicts = await session.write(place, [create(1), remove(1), remove(2), create(2)]);
    peer.night();

    expect(verdicts.get('record-1')).toEqual({ verdict: 'unchanged', remoteId: `Spring/${keyOf(1)}` });
    expect(verdicts.get('removal-1')).toMatchObject({ verdict: 'accepted' });
    expect(verdicts.get('removal-2')).toEqual({ verdict: 'removed' });
    expect(peer.members()).toEqual([keyOf(2)]);
  });

  it('sends an update that lacks what every row must have to nobody', async () => {
    const verdicts = await session.write(place, [
      { id: 'part', operation: 'update', remoteId: `Spring/${keyOf(1)}`, fields: { Industry: 'Steel' } },
    ]);

    expect(verdicts.get('part')).toMatchObject({ verdict: 'rejected', code: 'required-missing' });
    expect(peer.counts().writes).toBe(0);
  });

  it('takes turns: what is written at once to one list goes one file after another', async () => {
    const verdicts = await Promise.all([1, 2, 3].map((number) => session.write(place, [create(number)])));
    peer.night();

    expect(verdicts.flatMap((each) => Object.values(wordsOf(each)))).toEqual(Array(3).fill('accepted'));
    expect(peer.members()).toHaveLength(3);
  });

  it('leaves a person without a name to a strict organisation, which passes them over', async () => {
    peer.sandbox.tenant.changeSettings({ personStrict: true });
    const people = await peer.list(session, 'People', 'person-list');
    await session.write(people, [create(1, person(1)), create(2, { Email: 'bo@contoso.example' })]);
    peer.night();

    expect(peer.members('People', 'Person')).toEqual([keyOf(1)]);
  });

  it('looks after a lost answer whether the job has the file, and sends it again only where it has not', async () => {
    peer.sandbox.tenant.changeSettings({ processingSeconds: 60 });
    peer.fault({ endpoint: 'submit' }, { kind: 'drop-after-commit' });
    await session.write(place, creates(2));
    expect(peer.counts()).toMatchObject({ writes: 1, byEndpoint: { 'read-job': 1 } });

    peer.pass(61);
    peer.fault({ endpoint: 'submit' }, { kind: 'status', status: 500 });
    await session.write(place, [create(3)]);
    expect(peer.counts()).toMatchObject({ writes: 3, byEndpoint: { 'read-job': 2 } });
    peer.pass(61);
    await session.identify();
    peer.night();
    expect(peer.members()).toHaveLength(3);
  });

  it('calls a file unknown that twice gave no answer, and does it once when it is written again', async () => {
    peer.fault({ endpoint: 'submit' }, { kind: 'drop-before' }, 2);

    const verdicts = await session.write(place, creates(2));
    expect(wordsOf(verdicts)).toEqual({ 'record-0': 'unknown', 'record-1': 'unknown' });

    await session.write(place, creates(2));
    peer.night();
    expect(peer.members()).toHaveLength(2);
  });

  it('waits longer each time the day is spent, and nobody is to blame', async () => {
    peer.sandbox.tenant.changeSettings({ filesPerDay: 0 });
    const waits: unknown[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const verdict = (await session.write(place, [create(1)])).get('record-1');
      waits.push(verdict?.verdict === 'retry' && verdict.scope === 'organisation' && verdict.after);
    }

    expect(waits).toEqual([60, 300, 900, 1_800, 1_800]);
  });

  it('sends nothing more to an organisation that asked to be left alone', async () => {
    peer.fault({ endpoint: 'submit' }, { kind: 'status', status: 503 });

    const verdicts = await session.write(place, [create(1), remove(2)]);

    expect(Object.values(wordsOf(verdicts))).toEqual(['retry', 'retry']);
    expect(peer.counts().writes).toBe(1);
  });

  it('passes on that the budget has no job left, and sends nothing', async () => {
    const failure = {
      code: 'no-budget',
      message: 'Spent.',
      field: null,
      advice: 'Wait.',
      whoActs: 'us' as const,
    };
    const spent = new SystemError('quota', failure, 1_234);
    const poor = peer.connect(
      {},
      {
        spend: (what, work) => (what === 'job' ? Promise.reject(spent) : freeBudget.spend(what, work)),
      },
    );

    const verdicts = await poor.write(place, [create(1)]);

    expect(verdicts.get('record-1')).toMatchObject({ verdict: 'retry', scope: 'organisation', after: 1_234 });
    expect(peer.counts().writes).toBe(0);
  });
});

describe('Every file that is ever sent', () => {
  it('says insert or delete, has rows, and only columns that Demandbase knows', async () => {
    const operation = fc.record({
      kind: fc.constantFrom('create', 'update', 'remove', 'bad'),
      number: fc.nat({ max: 5 }),
      industry: fc.option(fc.string(), { nil: null }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 8 }), async (given) => {
        const sent: OutboundRequest[] = [];
        const recorded = recordingSession(sent);
        const operations = given.map(({ kind, number, industry }, index): WriteOperation => {
          const fields = { ...company(number), Industry: industry, ...(kind === 'bad' && { Nonsense: 1 }) };
          const remoteId = `Spring/${keyOf(number)}`;
          if (kind === 'remove') return { id: `${index}`, operation: 'remove', remoteId };
          if (kind === 'update') return { id: `${index}`, operation: 'update', remoteId, fields };
          return { id: `${index}`, operation: 'create', key: keyOf(number), fields };
        });

        const verdicts = await recorded.write(
          { object: 'account-list', target: { id: '7', name: 'Spring' } },
          operations,
        );

        expect([...verdicts.keys()].toSorted()).toEqual(operations.map(({ id }) => id).toSorted());
        for (const { url, body } of sent) {
          expect(url).toMatch(/\?listAction=(insert|delete)$/);
          const [header = [], ...rows] = readCsv(String(body));
          expect(rows.length).toBeGreaterThan(0);
          expect(header.slice(0, 3)).toEqual(['Account Name', 'Account Domain', 'External Account ID']);
          expect(header.slice(3).every((name) => name === 'Industry')).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});

/** Takes every file and writes it down. */
function recordingSession(sent: OutboundRequest[]): SystemSession {
  const job = { id: 7, dataImportName: 'Spring', entityType: 'Account', state: 'processing' };
  return demandbase.connect(
    { config: { baseUrl: 'https://demandbase.example' }, credentials: { token: 'token' } },
    {
      http: {
        request: async (request) => {
          sent.push(request);
          return { status: 200, headers: {}, body: JSON.stringify(job) };
        },
      },
      now: () => new Date('2026-03-01T12:00:00Z'),
      budget: freeBudget,
    },
  );
}
