import type { Profile } from '../../profiles/index.js';
import type { LookUpAnswer, LookUpRequest, Place, Verdict, WriteOperation } from '../../systems/index.js';
import type { Candidate, PersonCandidate } from './candidate.js';
import type { RemoteRecord } from './decision.js';
import { plan, type PlanContext } from './plan.js';
import { personCandidate, planContextWith, remoteCandidate } from './planning.fixture.js';

const REMOTE_ID = '00Q1';
const title = (value: string) => remoteCandidate({ key: 'key-1', email: null, fields: { Title: value } });

/** Plans against a system in which one record stands, with this title. */
function contextWith(standing: string): PlanContext {
  return contextAnswering({ candidates: [title(standing)], missing: [] });
}

function contextAnswering(answer: LookUpAnswer, said: Partial<PlanContext> = {}): PlanContext {
  const lookUp = async (_place: Place, requests: readonly LookUpRequest[]) =>
    new Map(requests.map(({ id }): [string, LookUpAnswer] => [id, answer]));
  return { ...planContextWith(lookUp), ...said };
}

const nothing: LookUpAnswer = { candidates: [], missing: [] };

function candidate(
  value: string,
  said: { ours?: Partial<RemoteRecord> | null; acceptedHash?: Buffer; parents?: Candidate['parents'] } = {},
): PersonCandidate {
  const ours = { id: 'r', key: 'key-1', remoteId: REMOTE_ID, written: {}, writing: null, ...said.ours };
  return personCandidate(
    { title: value },
    {
      ours: said.ours === null ? null : ours,
      acceptedHash: said.acceptedHash ?? null,
      parents: said.parents ?? [],
    },
  );
}

async function hashOf(value: string): Promise<Buffer> {
  const [planned] = await plan([candidate(value)], contextWith(''));
  if (planned?.action !== 'update') throw new Error(`Expected an update, not ${planned?.action}.`);
  return planned.hash;
}

describe('plan', () => {
  it('leaves a record alone whose values were accepted before', async () => {
    const acceptedHash = await hashOf('CTO');
    const planned = await plan([candidate('CTO', { acceptedHash })], contextWith('typed by sales'));
    expect(planned).toMatchObject([{ action: 'unchanged' }]);
  });

  it('tells what the system would hold or reject without a call, of what would be written there', async () => {
    const failure = {
      code: 'X',
      message: 'x',
      field: 'Title',
      advice: 'Mend it.',
      whoActs: 'admin',
    } as const;
    const verdicts: Record<string, Verdict> = {
      CTO: { verdict: 'held', code: 'no-such-lead', message: 'None is made.' },
      CEO: { verdict: 'rejected', ...failure },
    };
    const context = contextAnswering(nothing);
    const foresee = (_place: Place, operation: WriteOperation) =>
      operation.operation === 'create' ? (verdicts[String(operation.fields['Title'])] ?? null) : null;
    const people = ['CTO', 'CEO', 'CFO'].map((value) => candidate(value, { ours: null }));
    const planned = await plan(people, { ...context, session: { ...context.session, foresee } });
    expect(planned).toMatchObject([
      { action: 'held', code: 'no-such-lead', message: 'None is made.' },
      { action: 'rejected', failure },
      { action: 'create', fields: { Title: 'CFO' } },
    ]);
  });

  it('looks again when another value was being sent and no answer came, though the old one is wanted anew', async () => {
    const acceptedHash = await hashOf('CTO');
    const ours = { written: { Title: 'CTO' }, writing: { Title: 'CEO' } };
    const planned = await plan([candidate('CTO', { acceptedHash, ours })], contextWith('CEO'));
    expect(planned).toMatchObject([
      { action: 'update', differences: [{ field: 'Title', before: 'CEO', after: 'CTO' }] },
    ]);
  });

  it('rejects a record that it fails on, and no other', async () => {
    const bad: Candidate = {
      ...candidate('CTO'),
      id: 'delivery-2',
      get profile(): Profile {
        throw new TypeError('broken');
      },
    };
    const planned = await plan([bad, candidate('CTO')], contextWith(''));
    expect(planned.map(({ candidate: { id }, action }) => [id, action])).toEqual([
      ['delivery-2', 'rejected'],
      ['delivery-1', 'update'],
    ]);
  });
});

describe('plan, for a record that belongs to another', () => {
  const account = { object: 'account', kind: 'account', key: null } as const;
  const parents = [{ object: 'account', need: 'if-synced' }] as const;
  const planOf = async (parent: { remoteId: string | null; isComing: boolean }, ours?: null) =>
    (
      await plan(
        [candidate('CTO', { ours, parents: [{ ...account, ...parent }] })],
        contextAnswering(nothing, { parents }),
      )
    )[0];

  it('holds it until its parent is there, while a sync is to bring that', async () => {
    expect(await planOf({ remoteId: null, isComing: true }, null)).toMatchObject({
      action: 'held',
      code: 'waits-for-parent',
    });
  });

  it.each([
    [{ remoteId: '0011', isComing: false }, { account: '0011' }],
    [{ remoteId: null, isComing: false }, {}],
  ])('creates it below its parent %j', async (parent, expected) => {
    expect(await planOf(parent, null)).toMatchObject({ action: 'create', parents: expected });
  });

  it('does not hold what stands there already', async () => {
    expect(await planOf({ remoteId: null, isComing: true })).toMatchObject({ code: 'deleted-remotely' });
  });
});

describe('plan, for a membership whose person leaves', () => {
  const context = (said: Partial<PlanContext>, answer = nothing) =>
    contextAnswering(answer, {
      place: { object: 'lead', target: { id: 'list-1', name: 'List' } },
      filter: { field: 'title', operator: 'equals', value: 'CEO' },
      ...said,
    });
  const planOf = async (ours: Partial<RemoteRecord> | null, given: PlanContext) =>
    (await plan([candidate('CTO', { ours })], given))[0];

  it('takes them off, without asking', async () => {
    const never = () => Promise.reject(new Error('was asked'));
    const given = { ...planContextWith(never), ...context({ removesOnExit: true }) };
    expect(await planOf({}, given)).toMatchObject({
      action: 'remove',
      remoteId: REMOTE_ID,
      code: 'not-in-filter',
    });
  });

  it('holds them where those who leave are kept, and where they never were there', async () => {
    expect(await planOf({}, context({ removesOnExit: false }))).toMatchObject({ code: 'not-in-filter' });
    expect(await planOf(null, context({ removesOnExit: true }))).toMatchObject({ action: 'held' });
    expect(await planOf({ remoteId: null }, context({ removesOnExit: true }))).toMatchObject({
      action: 'held',
    });
  });

  it('looks whether they are there when the answer to their addition was lost', async () => {
    const lost = { remoteId: null, writing: { Title: 'CTO' } };
    const found = context({ removesOnExit: true }, { candidates: [title('CTO')], missing: [] });
    expect(await planOf(lost, found)).toMatchObject({ action: 'remove', remoteId: REMOTE_ID });
    expect(await planOf(lost, context({ removesOnExit: true }))).toMatchObject({ action: 'held' });
  });
});
