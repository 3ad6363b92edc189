import type { LookUpRequest, WriteOperation } from '../system.js';
import { create, creates, leads, person, startMarketo, type Marketo } from './sandbox.fixture.js';
import { inputOf, refusal, ScriptedMarketo, success } from './scripted-marketo.fixture.js';

let marketo: Marketo;
const open = async (...options: Parameters<typeof startMarketo>) => {
  marketo = await startMarketo(...options);
};
afterEach(async () => {
  if (marketo) await marketo.close();
});

const requestFor = ({ id, operation, ...rest }: WriteOperation): LookUpRequest => ({
  id,
  fields: [],
  ...(operation === 'create' && 'key' in rest && { key: rest.key }),
  ...('fields' in rest && { emails: [String(rest.fields.email)] }),
});

describe('A create whose answer was lost', () => {
  it.each([
    ['with a key field', { keyField: 'tributaryId' }],
    ['without one', {}],
  ])('is found again and makes no second lead, %s', async (_, config) => {
    await open(config);
    await marketo.place('leads-sync', { kind: 'drop-after-commit' });
    const operations = creates(3);

    const lost = await marketo.session.write(leads, operations);
    const found = await marketo.session.lookUp(leads, operations.map(requestFor));
    const again = await marketo.session.write(leads, operations);

    expect([...lost.values()].every((verdict) => verdict.verdict === 'unknown')).toBe(true);
    for (const operation of operations) expect(found.get(operation.id)?.candidates).toHaveLength(1);
    expect([...again.values()]).toEqual(
      operations.map(() => expect.objectContaining({ verdict: 'retry', scope: 'record', code: '1005' })),
    );
    expect(marketo.records('lead')).toHaveLength(3);
  });

  it('is adopted by its id, which stamps our key where there is a field for it', async () => {
    await open({ keyField: 'tributaryId' });
    const remoteId = marketo.typeIn('lead', person(1));
    const adopt: WriteOperation = { id: 'a', operation: 'update', remoteId, fields: {}, key: 'ours' };
    expect((await marketo.session.write(leads, [adopt])).get('a')).toEqual({ verdict: 'updated', remoteId });
    expect(marketo.records('lead')).toMatchObject([{ tributaryId: 'ours' }]);
  });

  it('costs no call where there is none', async () => {
    await open();
    const remoteId = marketo.typeIn('lead', person(1));
    const adopt: WriteOperation = { id: 'a', operation: 'update', remoteId, fields: {}, key: 'ours' };
    expect((await marketo.session.write(leads, [adopt])).get('a')).toEqual({
      verdict: 'unchanged',
      remoteId,
    });
    expect(marketo.counters().writes).toBe(0);
  });
});

describe('Writing leads', () => {
  it('makes one lead of two people with one address in a batch; the second is looked up again', async () => {
    await open();
    const verdicts = await marketo.session.write(leads, [
      create(1, { ...person(1), email: 'info@acme.example' }),
      create(2, { ...person(2), email: 'INFO@acme.example' }),
    ]);
    expect(verdicts.get('id-1')).toMatchObject({ verdict: 'created' });
    expect(verdicts.get('id-2')).toMatchObject({ verdict: 'retry', code: '1005' });
    expect(marketo.records('lead')).toHaveLength(1);
  });

  it('makes no two leads of one person when two writes come at once', async () => {
    await open({}, { latencyMs: 20 });
    await Promise.all([
      marketo.session.write(leads, [create(1)]),
      marketo.session.write(leads, [create(1)]),
      marketo.session.write(leads, [create(1)]),
    ]);
    expect(marketo.records('lead')).toHaveLength(1);
  });

  it('does not overwrite a lead that appeared since the look-up', async () => {
    await open();
    marketo.typeIn('lead', { ...person(1), firstName: 'Typed in' });
    const verdicts = await marketo.session.write(leads, [create(1)]);
    expect(verdicts.get('id-1')).toMatchObject({ verdict: 'retry', after: 1, code: '1005' });
    expect(marketo.records('lead')).toMatchObject([{ firstName: 'Typed in' }]);
  });

  it('resolves several matches by the look-up, and updates the latest by its id', async () => {
    await open();
    const old = { ...person(1), updatedAt: '2026-01-01T00:00:00Z' };
    const [first, last] = [marketo.typeIn('lead', old), marketo.typeIn('lead', person(1))];
    await marketo.skip('leads-sync', '1007', { email: person(1).email });

    const refused = await marketo.session.write(leads, [create(1)]);
    const answers = await marketo.session.lookUp(leads, [requestFor(create(1))]);
    const [found] = answers.get('id-1')?.candidates ?? [];
    const update = {
      id: 'u',
      operation: 'update',
      remoteId: found?.remoteId ?? '',
      fields: { title: 'CEO' },
    } as const;
    const updated = await marketo.session.write(leads, [update]);

    expect(refused.get('id-1')).toMatchObject({ verdict: 'retry', code: '1007' });
    expect(updated.get('u')).toEqual({ verdict: 'updated', remoteId: last });
    expect(marketo.instance.table('lead').live(first)).not.toHaveProperty('title');
  });

  it('changes an e-mail address by id, so that no second lead comes of it', async () => {
    await open();
    const remoteId = marketo.typeIn('lead', person(1));
    const update = { id: 'u', operation: 'update', remoteId, fields: { email: 'new@acme.example' } } as const;
    await marketo.session.write(leads, [update]);
    expect(marketo.records('lead')).toMatchObject([{ email: 'new@acme.example' }]);
  });

  it('never creates where it is set to update only: who is not there is held and no call is made', async () => {
    await open({ creation: 'update-only' });
    const remoteId = marketo.typeIn('lead', person(1));
    const update = { id: 'u', operation: 'update', remoteId, fields: { title: 'CEO' } } as const;

    const foreseen = marketo.session.foresee?.(leads, create(2));
    const verdicts = await marketo.session.write(leads, [create(2), update]);

    expect(verdicts.get('id-2')).toEqual(foreseen);
    expect(marketo.session.foresee?.(leads, update)).toBeNull();
    expect(verdicts.get('id-2')).toMatchObject({ verdict: 'held', code: 'no-such-lead' });
    expect(verdicts.get('u')).toMatchObject({ verdict: 'updated' });
    expect(marketo.records('lead')).toHaveLength(1);
    expect(marketo.counters().writes).toBe(1);
  });

  it('refuses an address with other characters than ASCII before it is sent', async () => {
    await open();
    const verdicts = await marketo.session.write(leads, [create(1, { email: 'jürgen@acme.example' })]);
    expect(verdicts.get('id-1')).toMatchObject({
      verdict: 'rejected',
      code: 'NON_ASCII_EMAIL',
      field: 'email',
    });
    expect(marketo.counters().calls).toBe(0);
  });

  it('refuses somebody without an address unless a key field tells them apart', async () => {
    await open();
    const nobody = create(1, { lastName: 'Doe' });
    const refused = await marketo.session.write(leads, [nobody]);
    const keyed = marketo.connect({ keyField: 'tributaryId' });
    const [made, again] = [await keyed.write(leads, [nobody]), await keyed.write(leads, [nobody])];
    expect(refused.get('id-1')).toMatchObject({ verdict: 'rejected', code: 'NO_LOOKUP_VALUE' });
    expect(made.get('id-1')).toMatchObject({ verdict: 'created' });
    expect(again.get('id-1')).toMatchObject({ verdict: 'retry', code: '1005' });
  });

  it('sends no empty text for what is not known', async () => {
    const peer = new ScriptedMarketo((request) =>
      success(inputOf(request).map(() => ({ id: 7, status: 'created' }))),
    );
    await peer.connect().write(leads, [create(1, { ...person(1), title: '', phone: null })]);
    expect(peer.calls.map(inputOf)).toEqual([[person(1)]]);
  });

  it('clears what it was told to clear', async () => {
    await open();
    const remoteId = marketo.typeIn('lead', { ...person(1), title: 'CEO' });
    await marketo.session.write(leads, [{ id: 'u', operation: 'update', remoteId, fields: { title: null } }]);
    expect(marketo.records('lead')).toMatchObject([{ title: null }]);
  });

  it('never takes back that somebody unsubscribed', async () => {
    await open();
    const remoteId = marketo.typeIn('lead', { ...person(1), unsubscribed: true });
    const fields = { unsubscribed: false };
    const alone = await marketo.session.write(leads, [{ id: 'u', operation: 'update', remoteId, fields }]);
    await marketo.session.write(leads, [
      { id: 'u', operation: 'update', remoteId, fields: { ...fields, title: 'CEO' } },
    ]);
    expect(alone.get('u')).toMatchObject({ verdict: 'unchanged' });
    expect(marketo.records('lead')).toMatchObject([{ unsubscribed: true, title: 'CEO' }]);
  });

  it('holds a lead that was deleted, and counts its removal as done', async () => {
    await open();
    const remoteId = marketo.typeIn('lead', person(1));
    marketo.instance.remove('lead', remoteId, 'control');
    const verdicts = await marketo.session.write(leads, [
      { id: 'u', operation: 'update', remoteId, fields: { title: 'CEO' } },
      { id: 'r', operation: 'remove', remoteId },
    ]);
    expect(verdicts.get('u')).toMatchObject({ verdict: 'held', code: 'deleted-remotely' });
    expect(verdicts.get('r')).toEqual({ verdict: 'removed' });
  });

  it('keeps calls below 1 MB', async () => {
    await open();
    const address = 'x'.repeat(20_000);
    const operations = Array.from({ length: 100 }, (_, number) =>
      create(number, { ...person(number), address }),
    );
    const verdicts = await marketo.session.write(leads, operations);
    expect([...verdicts.values()].every(({ verdict }) => verdict === 'created')).toBe(true);
    expect(marketo.counters()).toMatchObject({ writes: 3, violations: 0 });
  });

  it('halves a call that is too large all the same (413)', async () => {
    const peer = new ScriptedMarketo((request) => {
      const input = inputOf(request);
      if (input.length > 2) return { status: 413, body: '' };
      return success(input.map((_, index) => ({ id: index + 1, status: 'created' })));
    });
    const verdicts = await peer.connect().write(leads, creates(4));
    expect([...verdicts.values()].every(({ verdict }) => verdict === 'created')).toBe(true);
    expect(peer.calls).toHaveLength(3);
  });

  it('singles out a record over which Marketo itself fails (611), and blames none when all fail', async () => {
    const poison = 'person2@example.com';
    const one = new ScriptedMarketo((request) => {
      const input = inputOf(request);
      if (input.some(({ email }) => email === poison)) return refusal('611');
      return success(input.map((_, index) => ({ id: index + 1, status: 'created' })));
    });
    const all = new ScriptedMarketo(() => refusal('611'));
    const singled = await one.connect().write(leads, creates(4));
    const failed = await all.connect().write(leads, creates(300));
    expect([...singled].filter(([, { verdict }]) => verdict !== 'created').map(([id]) => id)).toEqual([
      'id-2',
    ]);
    expect(
      [...failed.values()].every((verdict) => verdict.verdict === 'retry' && verdict.scope === 'record'),
    ).toBe(true);
    expect(all.calls).toHaveLength(3);
  });

  it('sends less at once after Marketo ran out of time, and more again when it keeps up', async () => {
    const sizes: number[] = [];
    const peer = new ScriptedMarketo((request) => {
      const input = inputOf(request);
      sizes.push(input.length);
      if (input.length > 200) return refusal('604');
      return success(input.map((_, index) => ({ id: index + 1, status: 'created' })));
    });
    const session = peer.connect();
    for (let round = 0; round < 3; round++) await session.write(leads, creates(300));
    expect(sizes).toEqual([300, 150, 150, 300]);
  });

  it('forgets the description when a field is gone (1006)', async () => {
    await open({ keyField: 'tributaryId' });
    await marketo.session.describe('lead');
    marketo.instance.changeSettings({ keyField: false });
    const verdicts = await marketo.session.write(leads, [create(1)]);
    expect(verdicts.get('id-1')).toMatchObject({ verdict: 'rejected', code: '1006', whoActs: 'admin' });
    expect((await marketo.session.describe('lead')).fields.has('tributaryId')).toBe(false);
  });
});
