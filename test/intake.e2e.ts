import type { ApiClient } from './support/api-client.js';
import { readEvent, readRaw, sendLead } from './support/lead-events.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { makeSource, marketplaceLead } from './support/set-up.js';
import { waitFor } from './support/wait-for.js';

const LIMIT = 256 * 1024;

describe('The marketplace intake', () => {
  let surroundings: Surroundings;
  let service: TestService;
  let api: ApiClient;
  let source: { id: string; intakePath: string };

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    service = await startService(surroundings);
    api = service.api;
    source = await makeSource(api);
  });

  afterAll(async () => {
    await service?.stop();
    await surroundings?.remove();
  });

  const json = JSON.stringify;
  /** The same lead again and again would be repeats. */
  let people = 0;
  const lead = (change: Record<string, unknown> = {}) =>
    marketplaceLead(change, { Email: `person-${(people += 1)}@contoso.com` });
  const upperCaseKeys = (value: object): object =>
    Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toUpperCase(), item as unknown]));
  const utf16be = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le').swap16();

  const readable: [name: string, body: () => string | Buffer, contentType: string | null][] = [
    ['JSON', () => json(lead()), 'application/json'],
    ['JSON with a charset', () => json(lead()), 'application/json; charset=utf-8'],
    ['JSON with keys in capitals', () => json(upperCaseKeys(lead())), 'application/json'],
    ['JSON behind a byte order mark', () => `\ufeff${json(lead())}`, 'application/json'],
    [
      'UTF-16, little endian',
      () => Buffer.from(`\ufeff${json(lead())}`, 'utf16le'),
      'application/json; charset=utf-16',
    ],
    ['UTF-16, big endian', () => utf16be(json(lead())), 'application/json'],
    ['JSON as plain text', () => json(lead()), 'text/plain'],
    ['JSON without a content type', () => json(lead()), null],
    ['JSON under an absurd content type', () => json(lead()), ';;==absurd,,'],
    ['JSON as multipart without a boundary', () => json(lead()), 'multipart/form-data'],
    [
      'a web form',
      () => 'first_name=Ann&last_name=Lee&email=form%40contoso.com&lead_source=AppSource-PLT',
      'application/x-www-form-urlencoded',
    ],
  ];

  it.each(readable)('keeps and reads %s', async (_name, make, contentType) => {
    const sent = Buffer.from(make());
    const eventId = await sendLead(api, source.intakePath, sent, contentType);
    expect(await readRaw(api, eventId)).toEqual(sent);
    const event = await readEvent(api, eventId);
    expect(event).toMatchObject({
      sourceId: source.id,
      status: 'parsed',
      person: {
        firstName: expect.any(String),
        lastName: 'Lee',
        email: expect.stringContaining('@contoso.com'),
      },
      profileId: expect.any(String),
    });
  });

  const unreadable: [name: string, body: string | Buffer, contentType: string | null][] = [
    ['broken JSON', '{"UserDetails":{"FirstName":"Ann"', 'application/json'],
    ['an empty body', '', 'application/json'],
    ['an empty body without a content type', '', null],
    ['a number', '42', 'application/json'],
    ['a list', '[{"LeadSource":"AppSource"}]', 'application/json'],
    ['JSON without a field of a lead', '{"hello":"world"}', 'application/json'],
    ['random bytes', Buffer.from([0xff, 0x00, 0x9f, 0x92, 0x80, 0x0a]), 'application/octet-stream'],
    ['bytes that claim to be compressed', Buffer.from([0x1f, 0x8b, 0x08, 0x00]), 'application/gzip'],
  ];

  it.each(unreadable)(
    'keeps %s, and says that and why it cannot be read',
    async (_name, body, contentType) => {
      const eventId = await sendLead(api, source.intakePath, body, contentType);
      expect(await readRaw(api, eventId)).toEqual(Buffer.from(body));
      expect(await readEvent(api, eventId)).toMatchObject({
        status: 'unreadable',
        profileId: null,
        leadSource: {
          raw: null,
          source: null,
          action: null,
          publisherId: null,
          offerId: null,
          offerTitle: null,
        },
        warnings: [{ code: 'unreadable', message: expect.stringMatching(/^The body/) }],
      });
    },
  );

  it('reads what it can of invalid UTF-8 and warns', async () => {
    const [before, after] = json(lead({ OfferTitle: 'Caf#' })).split('#');
    const sent = Buffer.concat([Buffer.from(before ?? ''), Buffer.from([0xe9]), Buffer.from(after ?? '')]);
    const eventId = await sendLead(api, source.intakePath, sent);
    expect(await readRaw(api, eventId)).toEqual(sent);
    const event = await readEvent(api, eventId);
    expect(event).toMatchObject({ status: 'parsed', leadSource: { offerTitle: 'Caf\ufffd' } });
    expect(event.warnings.map(({ code }) => code)).toContain('text-invalid');
  });

  it('takes exactly 256 KiB, and answers 413 to a byte more', async () => {
    const filled = (length: number): string => {
      const bare = json(lead({ Description: '' }));
      return bare.replace('"Description":""', `"Description":"${'x'.repeat(length - bare.length)}"`);
    };
    const eventId = await sendLead(api, source.intakePath, filled(LIMIT));
    expect((await readRaw(api, eventId)).length).toBe(LIMIT);
    const { status, headers, body } = await api.send(source.intakePath, filled(LIMIT + 1));
    expect([status, headers.get('content-type')]).toEqual([413, expect.stringContaining('problem+json')]);
    expect(body).toEqual({ title: 'Too large', status: 413, detail: expect.any(String) });
  });

  it('keeps a LeadSource exactly, also an empty one, and null where there is none', async () => {
    const empty = await readEvent(api, await sendLead(api, source.intakePath, lead({ LeadSource: '' })));
    const absent = await readEvent(
      api,
      await sendLead(api, source.intakePath, lead({ LeadSource: undefined })),
    );
    const odd = await readEvent(
      api,
      await sendLead(api, source.intakePath, lead({ LeadSource: ' spza-ins| X ' })),
    );
    expect([empty, absent, odd].map(({ leadSource }) => leadSource.raw)).toEqual(['', null, ' spza-ins| X ']);
    expect(odd.leadSource).toMatchObject({ source: 'AppSource', action: 'INS' });
    const shape = ['action', 'offerId', 'offerTitle', 'publisherId', 'raw', 'source'];
    for (const { leadSource } of [empty, absent, odd])
      expect(Object.keys(leadSource).toSorted()).toEqual(shape);
  });

  it('answers the same 404 to every address that opens nothing', async () => {
    const secret = source.intakePath.split('/').at(-1) ?? '';
    const others = [secret.slice(0, -1), `${secret}x`, 'x', 'x'.repeat(150), encodeURIComponent('../etc?x')];
    const answers = await Promise.all(
      others.map((other) => api.send(`/intake/marketplace/${other}`, json(lead()))),
    );
    for (const { status, headers, body } of answers) {
      expect([status, headers.get('content-type')]).toEqual([404, expect.stringContaining('problem+json')]);
      expect(body).toEqual(answers[0]?.body);
    }
    const impossible = ['%zz', 'x'.repeat(1_000)].map((other) =>
      api.send(`/intake/marketplace/${other}`, '{}'),
    );
    for (const { status, headers, body } of await Promise.all(impossible)) {
      expect([status, headers.get('content-type')]).toEqual([404, expect.stringContaining('problem+json')]);
      expect(JSON.stringify(body)).not.toContain('zz');
    }
  });

  it('opens a source by both secrets during a rotation, and by the new one alone after it', async () => {
    const { id, intakePath: first } = await makeSource(api, 'Rotated');
    const post = async (action: string) => {
      const { status, body } = await api.post<{ intakePath: string }>(`/api/v1/sources/${id}/${action}`);
      expect(status).toBe(200);
      return body;
    };
    const statusOf = async (path: string) => (await api.send(path, json(lead()))).status;
    const { intakePath: second } = await post('rotate-secret');
    expect(second).toMatch(/^\/intake\/marketplace\/[\w-]{43}$/);
    expect([await statusOf(first), await statusOf(second)]).toEqual([200, 200]);
    const shown = await post('retire-previous-secret');
    expect(JSON.stringify(shown)).not.toContain('/intake/');
    expect([await statusOf(first), await statusOf(second)]).toEqual([404, 200]);
    await post('retire-previous-secret');
    expect(await statusOf(second)).toBe(200);
  });

  it('answers 404 for a disabled source until it is enabled, and for a deleted one for ever', async () => {
    const { id, intakePath } = await makeSource(api, 'Switched');
    const eventId = await sendLead(api, intakePath, lead());
    const statusOf = async () => (await api.send(intakePath, json(lead()))).status;
    await api.patch(`/api/v1/sources/${id}`, { enabled: false });
    expect(await statusOf()).toBe(404);
    await api.patch(`/api/v1/sources/${id}`, { enabled: true });
    expect(await statusOf()).toBe(200);
    expect((await api.delete(`/api/v1/sources/${id}`)).status).toBe(204);
    expect(await statusOf()).toBe(404);
    expect((await api.get(`/api/v1/sources/${id}`)).status).toBe(404);
    expect(await readEvent(api, eventId)).toMatchObject({ sourceId: id, status: 'parsed' });
    await makeSource(api, 'Switched');
  });

  it('keeps what arrives in quarantine, lets none of it on, and reads it when it is released', async () => {
    const { id, intakePath } = await makeSource(api, 'Suspicious');
    expect((await api.post(`/api/v1/sources/${id}/quarantine`)).body).toMatchObject({ quarantined: true });
    const sent = lead();
    const body = json(sent);
    const eventId = await sendLead(api, intakePath, body);
    const repeatId = await sendLead(api, intakePath, body);
    const held = await readEvent(api, eventId);
    const { FirstName: firstName } = sent.UserDetails;
    expect(held).toMatchObject({ status: 'quarantined', profileId: null, person: { firstName } });
    const email = held.person.email ?? '';
    expect((await api.get<{ items: unknown[] }>(`/api/v1/profiles?email=${email}`)).body.items).toEqual([]);
    await readEvent(api, repeatId, 'quarantined');
    expect((await api.post(`/api/v1/sources/${id}/release`)).body).toMatchObject({ quarantined: false });
    const released = await readEvent(api, eventId, 'parsed');
    expect(released.profileId).toEqual(expect.any(String));
    expect(await readEvent(api, repeatId, 'duplicate')).toMatchObject({ duplicateOf: eventId });
  });

  it('shows a test lead of Partner Center as the proof of the connection, and makes nobody of it', async () => {
    const { id, intakePath } = await makeSource(api, 'Validated');
    expect((await api.get(`/api/v1/sources/${id}`)).body).toMatchObject({ connectionValidatedAt: null });
    const marker = 'MSFT_TEST_636573304831318844';
    const eventId = await sendLead(
      api,
      intakePath,
      marketplaceLead({}, { FirstName: marker, LastName: marker }),
    );
    expect(await readEvent(api, eventId)).toMatchObject({ status: 'test', profileId: null });
    const { body } = await api.get<{ connectionValidatedAt: string }>(`/api/v1/sources/${id}`);
    expect(Date.parse(body.connectionValidatedAt)).toBeGreaterThan(Date.now() - 60_000);
  });

  it('keeps a repeat as an event of its own that counts for nothing', async () => {
    const body = json(lead());
    const first = await readEvent(api, await sendLead(api, source.intakePath, body));
    const again = await readEvent(api, await sendLead(api, source.intakePath, body));
    expect(again).toMatchObject({ status: 'duplicate', duplicateOf: first.id, profileId: first.profileId });
    const other = await makeSource(api, 'Another source');
    const elsewhere = await readEvent(api, await sendLead(api, other.intakePath, body));
    expect(elsewhere).toMatchObject({ status: 'parsed', duplicateOf: null, profileId: first.profileId });
    const { body: profile } = await api.get(`/api/v1/profiles/${first.profileId}`);
    expect(profile).toMatchObject({ eventCount: 2 });
  });

  it('takes one of several equal leads that arrive at once, and the others for its repeats', async () => {
    const body = json(lead());
    const ids = await Promise.all(Array.from({ length: 12 }, () => sendLead(api, source.intakePath, body)));
    expect(new Set(ids).size).toBe(12);
    const events = await Promise.all(ids.map((id) => readEvent(api, id)));
    const [original, ...more] = events.filter(({ status }) => status === 'parsed');
    expect(more).toEqual([]);
    const repeats = events.filter(({ id }) => id !== original?.id);
    for (const repeat of repeats)
      expect(repeat).toMatchObject({ status: 'duplicate', duplicateOf: original?.id });
  });

  it('makes one person of 200 leads that arrive at once', async () => {
    const email = 'crowd@contoso.com';
    const send = (n: number) =>
      sendLead(api, source.intakePath, marketplaceLead({ Description: `No. ${n}` }, { Email: email }));
    const ids = await Promise.all(Array.from({ length: 200 }, (_, n) => send(n)));
    expect(new Set(ids).size).toBe(200);
    const profiles = await waitFor(async () => {
      const { body } = await api.get<{ items: { eventCount: number }[] }>(`/api/v1/profiles?email=${email}`);
      return body.items.reduce((sum, { eventCount }) => sum + eventCount, 0) === 200 && body.items;
    });
    expect(profiles).toHaveLength(1);
  });

  it('makes a person of its own of each lead that does not say who it is', async () => {
    const nobody = { Email: undefined, FirstName: undefined, LastName: undefined, Phone: undefined };
    const nameless = (Title: string) => marketplaceLead({}, { ...nobody, Title });
    const [one, two] = await Promise.all(
      ['CTO', 'CFO'].map(async (title) =>
        readEvent(api, await sendLead(api, source.intakePath, nameless(title))),
      ),
    );
    expect([one?.status, two?.status]).toEqual(['parsed', 'parsed']);
    expect(one?.profileId).not.toBe(two?.profileId);
  });
});
