import type { LookUpRequest } from '../system.js';
import { leads, startMarketo, type Marketo } from './sandbox.fixture.js';
import { refusal, ScriptedMarketo, success } from './scripted-marketo.fixture.js';

let marketo: Marketo;
beforeEach(async () => {
  marketo = await startMarketo({ keyField: 'tributaryId' });
});
afterEach(() => marketo.close());

async function candidatesOf(request: Omit<LookUpRequest, 'id' | 'fields'>, fields: string[] = []) {
  const answers = await marketo.session.lookUp(leads, [{ id: 'a', fields, ...request }]);
  return answers.get('a')?.candidates ?? [];
}

describe('Looking up leads', () => {
  it('finds them by key, by id and by e-mail whatever its case, with the fields that are asked for', async () => {
    const byKey = marketo.typeIn('lead', { email: 'a@acme.example', tributaryId: 'key-1', title: 'CEO' });
    const byId = marketo.typeIn('lead', { email: 'b@acme.example' });
    const byEmail = marketo.typeIn('lead', { email: 'Jane+x@Acme.example', firstName: 'Jane' });

    expect(await candidatesOf({ key: 'KEY-1' }, ['title'])).toEqual([
      expect.objectContaining({ remoteId: byKey, key: 'key-1', object: 'lead', fields: { title: 'CEO' } }),
    ]);
    expect(await candidatesOf({ remoteIds: [byId] })).toMatchObject([{ remoteId: byId, key: null }]);
    expect(await candidatesOf({ emails: ['jane+X@acme.example'] }, ['title'])).toMatchObject([
      { remoteId: byEmail, firstName: 'Jane', fields: { title: null } },
    ]);
  });

  it('gives each request its own, in one call for 300 of them, whatever the order and gaps of the answer', async () => {
    const ids = new Map<string, string>();
    for (let number = 0; number < 300; number += 2) {
      const email = `p${number}@acme.example`;
      ids.set(email, marketo.typeIn('lead', { email }));
    }
    const requests = Array.from({ length: 300 }, (_, number) => ({
      id: `r${number}`,
      emails: [`p${number}@acme.example`],
      fields: [],
    }));

    const answers = await marketo.session.lookUp(leads, requests);

    for (const { id, emails } of requests) {
      const found = answers.get(id)?.candidates.map(({ remoteId }) => remoteId);
      expect(found).toEqual(emails.flatMap((email) => ids.get(email) ?? []));
    }
    expect(marketo.counters()).toMatchObject({ lookUps: 1, violations: 0 });
  });

  it('says which ids are not there any more', async () => {
    const id = marketo.typeIn('lead', { email: 'a@acme.example' });
    const request = { id: 'a', remoteIds: [id, '999999', 'nonsense'], fields: [] };
    const answers = await marketo.session.lookUp(leads, [request]);
    expect(answers.get('a')?.missing).toEqual(['999999', 'nonsense']);
  });

  it('answers the one that was updated last of several with one address', async () => {
    const email = 'twice@acme.example';
    const updatedAt = ['2026-01-01T00:00:00Z', '2026-03-01T00:00:00Z', '2026-02-01T00:00:00Z'];
    const ids = updatedAt.map((at) => marketo.typeIn('lead', { email, updatedAt: at, createdAt: at }));
    expect(await candidatesOf({ emails: [email] })).toMatchObject([{ remoteId: ids[1] }]);
  });

  it('keeps the one with our key beside it', async () => {
    const email = 'twice@acme.example';
    const ours = marketo.typeIn('lead', { email, tributaryId: 'k', updatedAt: '2026-01-01T00:00:00Z' });
    marketo.typeIn('lead', { email, updatedAt: '2026-03-01T00:00:00Z' });
    const found = await candidatesOf({ key: 'k', emails: [email] });
    expect(found.find(({ key }) => key === 'k')?.remoteId).toBe(ours);
  });

  it('reads all pages', async () => {
    const emails = ['a@acme.example', 'b@acme.example'];
    for (let number = 0; number < 700; number++) marketo.typeIn('lead', { email: emails[number % 2] ?? '' });
    const newest = marketo.typeIn('lead', { email: 'a@acme.example', updatedAt: '2030-01-01T00:00:00Z' });
    expect(await candidatesOf({ emails })).toMatchObject([{ remoteId: newest }]);
    expect(marketo.counters().lookUps).toBe(3);
  });

  it('asks in halves where too many leads match, and refuses to write to an address that alone is too many', async () => {
    for (let number = 0; number < 1_001; number++) marketo.typeIn('lead', { email: 'test@test.example' });
    const id = marketo.typeIn('lead', { email: 'jane@acme.example' });
    const requests = ['test@test.example', 'jane@acme.example', 'new@acme.example'].map((email) => ({
      id: email,
      emails: [email],
      fields: [],
    }));

    const answers = await marketo.session.lookUp(leads, requests);

    expect(answers.get('jane@acme.example')?.candidates).toMatchObject([{ remoteId: id }]);
    expect(answers.get('new@acme.example')?.candidates).toEqual([]);
    const verdicts = await marketo.session.write(leads, [
      { id: 'a', operation: 'create', key: 'k', fields: { email: 'test@test.example' } },
    ]);
    expect(verdicts.get('a')).toMatchObject({ verdict: 'rejected', code: '1003', field: 'email' });
    expect(marketo.counters().writes).toBe(0);
  });

  it.each(['604', '502'])('asks for less at once where Marketo runs out of time (%s)', async (code) => {
    const peer = new ScriptedMarketo(({ url }) =>
      (new URL(url).searchParams.get('filterValues')?.split(',').length ?? 0) > 10
        ? refusal(code)
        : success([{ id: 1, email: 'p0@acme.example' }]),
    );
    const requests = Array.from({ length: 40 }, (_, number) => ({
      id: `r${number}`,
      emails: [`p${number}@acme.example`],
      fields: [],
    }));
    const answers = await peer.connect().lookUp(leads, requests);
    expect(answers.get('r0')?.candidates).toHaveLength(1);
    expect(peer.calls).toHaveLength(7);
  });

  it('takes 702 for nothing found', async () => {
    const peer = new ScriptedMarketo(() => refusal('702'));
    const answers = await peer.connect().lookUp(leads, [{ id: 'a', emails: ['a@b.example'], fields: [] }]);
    expect(answers.get('a')).toEqual({ candidates: [], missing: [] });
  });

  it.each([
    ['607', 'quota'],
    ['606', 'unavailable'],
    ['611', 'unavailable'],
    ['603', 'misconfigured'],
  ])('is never "nothing found" when it was refused (%s)', async (code, kind) => {
    await marketo.refuse('leads-read', code);
    await expect(candidatesOf({ emails: ['a@b.example'] })).rejects.toMatchObject({ kind });
  });

  it('forgets the description when a field is gone', async () => {
    const before = await marketo.session.describe('lead');
    expect(before.fields.has('tributaryId')).toBe(true);
    marketo.instance.changeSettings({ keyField: false });
    const failing = candidatesOf({ emails: ['a@b.example'] }, ['title']);
    await expect(failing).rejects.toMatchObject({ kind: 'unavailable', failure: { code: '1006' } });
    expect((await marketo.session.describe('lead')).fields.has('tributaryId')).toBe(false);
  });

  it('searches no address that cannot be there or would end the list of values', async () => {
    expect(await candidatesOf({ emails: ['jürgen@acme.example', '"a,b"@acme.example'] })).toEqual([]);
    expect(marketo.counters().lookUps).toBe(0);
  });
});
