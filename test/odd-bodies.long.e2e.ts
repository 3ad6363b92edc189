import * as fc from 'fast-check';
import { ApiClient } from './support/api-client.js';
import { readAll } from './support/drill/checks.js';
import { settle } from './support/drill/settle.js';
import { makeTenant, type Tenant } from './support/drill/tenant.js';
import { inParallel } from './support/random.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { marketplaceLead } from './support/set-up.js';

/** Any string: with NUL, halves of surrogate pairs, quotes, control characters and whatever breaks a query. */
const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.constantFrom(
    '\u0000',
    '\ud800',
    `'`,
    `\\`,
    `\\'`,
    '%',
    '_',
    '{',
    '\u2028',
    '\ufeff',
    '\u202e',
    '😀'.repeat(200),
  ),
);
const oddEmail = fc.oneof(
  fc.emailAddress(),
  fc
    .tuple(fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), fc.domain())
    .map(([name, domain]) => `${name}@${domain}`),
  fc.constantFrom(
    `o'brien@example.com`,
    `back\\slash@example.com`,
    `"quoted"@example.com`,
    'ü@bücher.example',
    `a\u0001b@example.com`,
  ),
  oddText,
);
const oddLead = fc
  .record(
    {
      FirstName: oddText,
      LastName: oddText,
      Email: oddEmail,
      Phone: oddText,
      Country: oddText,
      Company: oddText,
      Title: oddText,
    },
    { requiredKeys: [] },
  )
  .chain((person) =>
    fc
      .record(
        { LeadSource: oddText, ActionCode: oddText, OfferTitle: oddText, Description: oddText },
        { requiredKeys: [] },
      )
      .map((lead) => ({ ...lead, UserDetails: person })),
  );
const oddBody = fc.oneof(
  { weight: 5, arbitrary: oddLead.map((lead) => Buffer.from(JSON.stringify(lead))) },
  { weight: 2, arbitrary: fc.json({ maxDepth: 6 }).map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: fc.webQueryParameters().map((text) => Buffer.from(`email=${text}`)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)) },
);

const BODIES = 300;
const LARGE = 60;
const LARGEST_BYTES = 256 * 1024;

describe('Bodies as odd as can be', () => {
  let surroundings: Surroundings;
  let service: TestService;
  let tenant: Tenant;
  let api: ApiClient;

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    service = await startService(surroundings);
    tenant = await makeTenant(service.api, 1);
    api = new ApiClient(service.url, tenant.key);
  }, 60_000);

  afterAll(async () => {
    await service?.stop();
    await tenant?.sandbox.close();
    await surroundings?.remove();
  });

  const send = async (body: Buffer): Promise<string> => {
    const answer = await api.send(tenant.intakePath, body);
    expect(answer.status).toBe(200);
    return answer.body.eventId;
  };

  it('are all kept and read, and what becomes of each is settled', async () => {
    const bodies = fc.sample(oddBody, { numRuns: BODIES, seed: 20_260_301 });
    const ids = await inParallel(bodies, 8, send);
    const ordinary = await send(Buffer.from(JSON.stringify(marketplaceLead())));
    await settle([{ api, syncId: tenant.syncId }], 60_000);
    const events = await readAll<{ id: string; status: string }>(api, '/api/v1/lead-events');
    expect(events.map(({ id }) => id).toSorted()).toEqual([...ids, ordinary].toSorted());
    expect(events.find(({ id }) => id === ordinary)?.status).toBe('parsed');
    const records = await readAll<{ status: string; error: { code: string } | null }>(
      api,
      `/api/v1/syncs/${tenant.syncId}/records`,
    );
    expect(records.filter(({ error }) => error?.code.startsWith('cannot-be-'))).toEqual([]);
  }, 120_000);

  it('may all be as large as a body can be, at once', async () => {
    const filling = JSON.stringify(marketplaceLead({ Description: '' })).length + 100;
    const large = Array.from({ length: LARGE }, (_, number) =>
      JSON.stringify(
        marketplaceLead(
          { Description: '\u0001'.repeat(Math.floor((LARGEST_BYTES - filling) / 6)) },
          { Email: `large${number}@example.com` },
        ),
      ),
    );
    await inParallel(large, 8, (body) => send(Buffer.from(body)));
    await settle([{ api, syncId: tenant.syncId }], 60_000);
    const { body } = await api.get<{ items: unknown[] }>('/api/v1/lead-events?email=large0@example.com');
    expect(body.items).toEqual([expect.objectContaining({ status: 'parsed' })]);
  }, 120_000);
});
