import { startSalesforceSandbox, type SalesforceSandbox } from '../src/sandbox/index.js';
import type { ApiClient } from './support/api-client.js';
import { readEvent, replay } from './support/lead-events.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { makeDestination, makeSource, makeSync } from './support/set-up.js';
import { waitFor } from './support/wait-for.js';

interface Field {
  readonly value: string;
  readonly rule: string;
  readonly eventId: string | null;
  readonly lockedBy?: string;
  readonly over: readonly { readonly value: string; readonly eventId: string; readonly sourceId: string }[];
}
interface Profile {
  readonly id: string;
  readonly version: number;
  readonly company: string | null;
  readonly title: string | null;
  readonly fields: Readonly<Record<string, Field>>;
}
interface Settings {
  readonly survivorship: Readonly<Record<string, unknown>>;
  readonly refoldId: string | null;
}

describe('Which value of a field survives', () => {
  let surroundings: Surroundings;
  let sandbox: SalesforceSandbox;
  let service: TestService;
  let api: ApiClient;
  let fair: { id: string; intakePath: string };
  let shop: { id: string; intakePath: string };

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    sandbox = await startSalesforceSandbox({});
    service = await startService(surroundings);
    api = service.api;
    fair = await makeSource(api, 'Fair', 'partner');
    shop = await makeSource(api, 'Shop', 'partner');
    await makeSync(api, await makeDestination(api, sandbox));
  });

  afterAll(async () => {
    await service?.stop();
    await sandbox?.close();
    await surroundings?.remove();
  });

  const say = async (source: { intakePath: string }, lead: Record<string, unknown>) => {
    const { body } = await api.send(source.intakePath, JSON.stringify(lead));
    const { results } = body as unknown as { results: [{ eventId: string }] };
    const event = await readEvent(api, results[0].eventId);
    return { eventId: event.id, profileId: event.profileId ?? '' };
  };
  const profileOf = async (id: string) => (await api.get<Profile>(`/api/v1/profiles/${id}`)).body;
  const changeRules = (survivorship: unknown) =>
    api.patch<Settings>('/api/v1/profile-settings', { survivorship });
  const settled = (refoldId: string | null) =>
    waitFor(
      async () => {
        const { body } = await api.get(`/api/v1/profile-settings/refolds/${refoldId}`);
        return body.status === 'done' && body;
      },
      { what: 'the refold to end' },
    );
  const delivered = (lastName: string, fields: Record<string, unknown>) =>
    waitFor(
      async () => {
        const response = await fetch(`${sandbox.url}/sandbox/records/Lead?email=${lastName}@contoso.com`);
        const { records } = (await response.json()) as { records: Record<string, unknown>[] };
        const [record] = records;
        return (
          records.length === 1 && Object.entries(fields).every(([name, value]) => record?.[name] === value)
        );
      },
      { what: `${lastName} to be delivered as ${JSON.stringify(fields)}` },
    );

  it('is the most recent by default, and says over which others', async () => {
    const person = { email: 'Recent@contoso.com', lastName: 'Recent' };
    const first = await say(fair, { ...person, company: 'Contoso' });
    const second = await say(shop, { ...person, company: 'Contoso Ltd', title: '' });
    const { company, fields } = await profileOf(first.profileId);
    expect(company).toBe('Contoso Ltd');
    expect(fields.company).toMatchObject({
      rule: 'most-recent',
      eventId: second.eventId,
      over: [{ value: 'Contoso', eventId: first.eventId, sourceId: fair.id }],
    });
  });

  it('follows a change of rules for everybody, step by step, and is delivered', async () => {
    const person = { email: 'ruled@contoso.com', lastName: 'Ruled' };
    const { profileId } = await say(fair, { ...person, company: 'From the fair', title: 'CTO' });
    await say(shop, { ...person, company: 'From the shop', title: 'CEO' });
    await delivered('ruled', { Company: 'From the shop', Title: 'CEO' });

    const rule = { rule: 'source-priority', sources: [fair.id] };
    const { status, body: settings } = await changeRules({ company: rule });
    expect([status, settings.survivorship]).toEqual([
      200,
      expect.objectContaining({ company: rule, name: { rule: 'most-recent' } }),
    ]);
    const refold = await settled(settings.refoldId);
    expect(refold).toMatchObject({ status: 'done', secondsLeft: 0, endedAt: expect.any(String) });
    expect(refold.done).toBe(refold.total);
    expect((await profileOf(profileId)).fields.company).toMatchObject({
      value: 'From the fair',
      rule: 'source-priority',
      over: [{ value: 'From the shop' }],
    });
    await delivered('ruled', { Company: 'From the fair', Title: 'CEO' });

    await say(shop, { ...person, company: 'From the shop again' });
    expect((await profileOf(profileId)).company).toBe('From the fair');
    const back = await changeRules({ company: null });
    await settled(back.body.refoldId);
    expect((await profileOf(profileId)).company).toBe('From the shop again');
  });

  it('does not fold anew for rules that are those of before', async () => {
    expect((await changeRules({ name: { rule: 'most-recent' } })).body.refoldId).toBeNull();
    expect((await api.get<Settings>('/api/v1/profile-settings')).body.refoldId).toBeNull();
  });

  it('refuses unusable rules with their place', async () => {
    const { status, body } = await changeRules({
      firstName: { rule: 'most-recent' },
      company: { rule: 'source-priority', sources: ['01930000-0000-7000-8000-000000000000'] },
    });
    expect([status, body]).toEqual([
      400,
      expect.objectContaining({ errors: [expect.objectContaining({ path: 'survivorship.firstName' })] }),
    ]);
  });

  it('is the locked one whatever leads say, until it is unlocked, and each change is delivered', async () => {
    const person = { email: 'locked@contoso.com', lastName: 'Locked' };
    const { profileId } = await say(fair, { ...person, company: 'Contoso' });
    await delivered('locked', { Company: 'Contoso' });
    const address = `/api/v1/profiles/${profileId}/locks/company`;
    const locked = await api.put<Profile>(address, { value: 'Contoso AG' });
    expect([locked.status, locked.body]).toEqual([200, expect.objectContaining({ company: 'Contoso AG' })]);
    expect(locked.body.fields.company).toMatchObject({
      rule: 'manual-lock',
      lockedBy: expect.any(String),
      eventId: null,
      over: [{ value: 'Contoso' }],
    });
    await delivered('locked', { Company: 'Contoso AG' });

    await say(shop, { ...person, company: 'Contoso Ltd' });
    await replay(api, { email: person.email });
    expect((await profileOf(profileId)).fields.company).toMatchObject({
      value: 'Contoso AG',
      over: [{ value: 'Contoso Ltd' }, { value: 'Contoso' }],
    });
    const unlocked = await api.delete<Profile>(address);
    expect([unlocked.status, unlocked.body.company]).toEqual([200, 'Contoso Ltd']);
    expect(unlocked.body.fields.company).toMatchObject({ rule: 'most-recent', over: [{ value: 'Contoso' }] });
    await delivered('locked', { Company: 'Contoso Ltd' });
    expect((await api.delete(address)).status).toBe(404);
  });

  it('can be locked as it is', async () => {
    const { profileId } = await say(fair, { email: 'asis@contoso.com', title: 'CTO' });
    expect((await api.put<Profile>(`/api/v1/profiles/${profileId}/locks/title`, {})).body.title).toBe('CTO');
    await say(fair, { email: 'asis@contoso.com', title: 'CFO' });
    expect((await profileOf(profileId)).title).toBe('CTO');
    expect((await api.put(`/api/v1/profiles/${profileId}/locks/phone`, {})).status).toBe(422);
    expect((await api.put(`/api/v1/profiles/${profileId}/locks/title`, { value: ' ' })).status).toBe(400);
    expect((await api.put(`/api/v1/profiles/${profileId}/locks/stage`, { value: 'x' })).status).toBe(404);
  });

  it('stays locked while rules change', async () => {
    const { profileId } = await say(fair, { email: 'both@contoso.com', title: 'CTO' });
    await api.put(`/api/v1/profiles/${profileId}/locks/title`, { value: 'Chief' });
    const { body } = await changeRules({ title: { rule: 'longest-standing' } });
    await settled(body.refoldId);
    expect((await profileOf(profileId)).fields.title).toMatchObject({
      value: 'Chief',
      over: [{ value: 'CTO' }],
    });
  });
});
