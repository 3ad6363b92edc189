import type { Place, WriteOperation } from '../system.js';
import { person, startMarketo, type Marketo } from './sandbox.fixture.js';
import { refusal, ScriptedMarketo, success } from './scripted-marketo.fixture.js';

let marketo: Marketo;
let place: Place;
beforeEach(async () => {
  marketo = await startMarketo({ listFolderId: 10 });
  place = {
    object: 'static-list',
    target: (await marketo.session.resolveTarget?.('static-list', { name: 'VIPs' })) ?? null,
  };
});
afterEach(() => marketo.close());

const listId = () => place.target?.id ?? '';
const add = (id: string, lead?: string): WriteOperation => ({
  id,
  operation: 'create',
  key: `key-${id}`,
  fields: {},
  ...(lead !== undefined && { parents: { lead } }),
});
const remove = (id: string, lead: string): WriteOperation => ({
  id,
  operation: 'remove',
  remoteId: `${listId()}:${lead}`,
});
const members = () => [...(marketo.instance.lists.get(listId())?.members ?? [])];
const typeIn = (count: number) =>
  Array.from({ length: count }, (_, number) => marketo.typeIn('lead', person(number)));

describe('Finding or making a static list', () => {
  it('makes one that is missing in the folder that is set, once', async () => {
    const again = await marketo.session.resolveTarget?.('static-list', { name: 'VIPs' });
    expect(again).toEqual({ id: listId(), name: 'VIPs' });
    expect(marketo.instance.lists.all()).toHaveLength(1);
  });

  it('makes no second one after an answer was lost', async () => {
    await marketo.place('list-create', { kind: 'drop-after-commit' });
    const lost = marketo.session.resolveTarget?.('static-list', { name: 'New' });
    await expect(lost).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await marketo.session.resolveTarget?.('static-list', { name: 'New' })).toMatchObject({
      name: 'New',
    });
    expect(marketo.instance.lists.all()).toHaveLength(2);
  });

  it('uses the one that somebody made at the same moment', async () => {
    const id = marketo.instance.lists.add('Raced', 10).id;
    await marketo.refuse('lists-read', '702');
    expect(await marketo.session.resolveTarget?.('static-list', { name: 'Raced' })).toEqual({
      id,
      name: 'Raced',
    });
  });

  it('finds one by its id', async () => {
    expect(await marketo.session.resolveTarget?.('static-list', { id: listId() })).toEqual(place.target);
  });

  it.each([
    ['an id that is not there', { id: '999' }, 10],
    ['an id that is none', { id: 'VIPs' }, 10],
    ['a folder that is not there', { name: 'Missing' }, 11],
    ['no name', {}, 10],
  ])('asks an admin to act on %s', async (_, named, listFolderId) => {
    const finding = marketo.connect({ listFolderId }).resolveTarget?.('static-list', named);
    await expect(finding).rejects.toMatchObject({ kind: 'misconfigured', failure: { whoActs: 'admin' } });
  });

  it('makes none where no folder is set', async () => {
    const peer = new ScriptedMarketo(() => refusal('702'));
    const finding = peer.connect().resolveTarget?.('static-list', { name: 'Missing' });
    await expect(finding).rejects.toMatchObject({
      kind: 'misconfigured',
      failure: { code: 'LIST_NOT_FOUND' },
    });
    expect(peer.calls.map(({ method }) => method)).toEqual(['GET']);
  });
});

describe('Static lists', () => {
  it('adds and removes leads by their ids, and doing it twice changes nothing', async () => {
    const [a = '', b = ''] = typeIn(2);
    const added = await marketo.session.write(place, [add('a', a), add('b', b)]);
    const again = await marketo.session.write(place, [add('a', a)]);
    const removed = await marketo.session.write(place, [remove('a', a)]);
    const removedAgain = await marketo.session.write(place, [remove('a', a)]);

    expect(added.get('a')).toEqual({ verdict: 'created', remoteId: `${listId()}:${a}` });
    expect(again.get('a')).toEqual({ verdict: 'created', remoteId: `${listId()}:${a}` });
    expect(removed.get('a')).toEqual({ verdict: 'removed' });
    expect(removedAgain.get('a')).toEqual({ verdict: 'removed' });
    expect(members()).toEqual([b]);
    expect(marketo.counters().violations).toBe(0);
  });

  it('adds 301 in two calls', async () => {
    const ids = typeIn(301);
    const verdicts = await marketo.session.write(
      place,
      ids.map((lead) => add(lead, lead)),
    );
    expect([...verdicts.values()].every(({ verdict }) => verdict === 'created')).toBe(true);
    expect(marketo.counters().byEndpoint['list-add']).toBe(2);
    expect(members()).toHaveLength(301);
  });

  it('looks a lead up again that was deleted or merged (1004), and counts its removal as done', async () => {
    const [gone = '', there = ''] = typeIn(2);
    marketo.instance.remove('lead', gone, 'control');
    const added = await marketo.session.write(place, [add('gone', gone), add('there', there)]);
    const removed = await marketo.session.write(place, [remove('gone', gone)]);
    expect(added.get('gone')).toMatchObject({ verdict: 'retry', scope: 'record', code: '1004' });
    expect(added.get('there')).toMatchObject({ verdict: 'created' });
    expect(removed.get('gone')).toEqual({ verdict: 'removed' });
  });

  it('waits for a lead where none is known', async () => {
    const verdicts = await marketo.session.write(place, [add('nobody')]);
    expect(verdicts.get('nobody')).toMatchObject({ verdict: 'retry', code: 'NO_LEAD' });
    expect(marketo.counters().writes).toBe(0);
  });

  it('rejects all where the list is gone (1013), which an admin must settle', async () => {
    const [lead = ''] = typeIn(1);
    marketo.instance.lists.remove(listId());
    const verdicts = await marketo.session.write(place, [add('a', lead)]);
    expect(verdicts.get('a')).toMatchObject({ verdict: 'rejected', code: '1013', whoActs: 'admin' });
  });

  it('tells rows apart by their lead, not by their place', async () => {
    const peer = new ScriptedMarketo(() =>
      success([
        { id: 2, status: 'added' },
        { id: 1, status: 'skipped', reasons: [{ code: '1004', message: 'Lead not found' }] },
      ]),
    );
    const verdicts = await peer.connect().write(place, [add('one', '1'), add('two', '2')]);
    expect(verdicts.get('one')).toMatchObject({ verdict: 'retry' });
    expect(verdicts.get('two')).toMatchObject({ verdict: 'created' });
  });

  it('makes nothing twice after an answer was lost', async () => {
    const [lead = ''] = typeIn(1);
    await marketo.place('list-add', { kind: 'drop-after-commit' });
    const lost = await marketo.session.write(place, [add('a', lead)]);
    const request = { id: 'a', key: 'key-a', parents: { lead }, fields: [] };
    const found = await marketo.session.lookUp(place, [request]);
    expect(lost.get('a')).toMatchObject({ verdict: 'unknown' });
    expect(found.get('a')?.candidates).toMatchObject([{ remoteId: `${listId()}:${lead}`, key: 'key-a' }]);
    expect(members()).toEqual([lead]);
  });
});

describe('Looking up memberships', () => {
  it('says who is on the list, and which memberships have ended', async () => {
    const [on = '', off = ''] = typeIn(2);
    marketo.instance.lists.get(listId())?.members.add(on);
    const answers = await marketo.session.lookUp(place, [
      { id: 'on', parents: { lead: on }, fields: [] },
      { id: 'off', parents: { lead: off }, fields: [] },
      { id: 'ended', remoteIds: [`${listId()}:${off}`], fields: [] },
    ]);
    expect(answers.get('on')?.candidates).toMatchObject([
      { object: 'static-list', remoteId: `${listId()}:${on}` },
    ]);
    expect(answers.get('off')).toEqual({ candidates: [], missing: [] });
    expect(answers.get('ended')).toEqual({ candidates: [], missing: [`${listId()}:${off}`] });
    expect(marketo.counters().byEndpoint['list-check']).toBe(1);
  });

  it('finds the lead by e-mail where it is not known, and answers it as well', async () => {
    const [lead = ''] = typeIn(1);
    const request = { id: 'a', emails: [person(0).email], fields: [] };
    const before = await marketo.session.lookUp(place, [request]);
    marketo.instance.lists.get(listId())?.members.add(lead);
    const after = await marketo.session.lookUp(place, [request]);
    expect(before.get('a')?.candidates).toMatchObject([{ object: 'lead', remoteId: lead }]);
    expect(after.get('a')?.candidates.map(({ object }) => object)).toEqual(['static-list', 'lead']);
  });

  it('asks for a target', async () => {
    const nowhere = { object: 'static-list', target: null };
    await expect(marketo.session.lookUp(nowhere, [])).rejects.toMatchObject({ kind: 'misconfigured' });
  });

  it('is never "not on the list" when it was refused', async () => {
    const peer = new ScriptedMarketo(() => refusal('606'));
    const reading = peer.connect().lookUp(place, [{ id: 'a', parents: { lead: '1' }, fields: [] }]);
    await expect(reading).rejects.toMatchObject({ kind: 'unavailable', retryAfter: 20 });
  });
});
