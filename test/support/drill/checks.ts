import type { ApiClient } from '../api-client.js';
import { inParallel } from '../random.js';
import type { Attempt } from './load.js';
import type { Tenant } from './tenant.js';

const AT_ONCE = 16;

interface LedgerEvent {
  readonly id: string;
  readonly receivedAt: string;
  readonly status: string;
  readonly profileId: string | null;
  readonly body: string;
}

interface Run {
  readonly endedAt: string | null;
  readonly [count: string]: unknown;
}

/** Everything that must hold of a tenant once nothing is under way. */
export async function checkTenant(
  api: ApiClient,
  tenant: Tenant,
  attempts: readonly Attempt[],
): Promise<void> {
  const ledger = await readLedger(api);
  checkLedger(ledger, attempts);
  const events = facts(ledger, attempts);
  await checkProfiles(api, events);
  checkSandbox(tenant, events);
  await checkRuns(api, tenant);
}

type Fact = LedgerEvent & { readonly said: Attempt };

async function readLedger(api: ApiClient): Promise<LedgerEvent[]> {
  const events = await readAll<Omit<LedgerEvent, 'body'>>(api, '/api/v1/lead-events');
  return inParallel(events, AT_ONCE, async (event) => {
    const raw = await fetch(`${api.url}/api/v1/lead-events/${event.id}/raw`, { headers: api.authorization });
    return { ...event, body: Buffer.from(await raw.arrayBuffer()).toString('utf8') };
  });
}

/** Every acknowledged lead is there with its bytes; none twice, none that nobody sent; all are read. */
function checkLedger(ledger: readonly LedgerEvent[], attempts: readonly Attempt[]): void {
  const kept = new Map(ledger.map(({ id, body }) => [id, body]));
  const acknowledged = attempts.filter(({ eventId }) => eventId !== null);
  expect(acknowledged.filter(({ eventId, body }) => kept.get(eventId ?? '') !== body)).toEqual([]);
  expect(new Set(ledger.map(({ body }) => body)).size).toBe(ledger.length);
  expect(ledger.filter(({ status }) => status !== 'parsed')).toEqual([]);
}

function facts(ledger: readonly LedgerEvent[], attempts: readonly Attempt[]): Fact[] {
  const byBody = new Map(attempts.map((attempt) => [attempt.body, attempt]));
  const known = ledger.flatMap((event) => {
    const said = byBody.get(event.body);
    return said ? [{ ...event, said }] : [];
  });
  expect(known).toHaveLength(ledger.length);
  const later = (a: Fact, b: Fact) => (a.receivedAt + a.id < b.receivedAt + b.id ? -1 : 1);
  return known.toSorted(later);
}

/** One person, one profile, that counts each lead about them once. */
async function checkProfiles(api: ApiClient, events: readonly Fact[]): Promise<void> {
  const profiles = await readAll<{ id: string; email: string | null; eventCount: number; title: string }>(
    api,
    '/api/v1/profiles',
  );
  const seen = profiles.map(({ id, email, eventCount, title }) => ({ id, email, eventCount, title }));
  const people = [...peopleOf(events).values()].map((said) => ({
    id: said[0]?.profileId,
    email: said[0]?.said.email,
    eventCount: said.length,
    title: said.at(-1)?.said.title,
  }));
  expect(people.flatMap(({ id }) => id ?? [])).toHaveLength(profiles.length);
  expect(sorted(seen)).toEqual(sorted(people));
}

/** Everybody who asked stands over there once, with what they said last; nobody else does. */
function checkSandbox({ sandbox }: Tenant, events: readonly Fact[]): void {
  const object = sandbox.org.schema.object('Lead');
  if (!object) throw new Error('The sandbox has no Lead.');
  const leads = [...sandbox.org.table(object).entries()].map(([, { fields }]) => ({
    Email: fields.Email ?? null,
    LastName: fields.LastName,
    Title: fields.Title,
  }));
  const people = [...peopleOf(events).values()]
    .filter((said) => said.some((event) => event.said.asksUs))
    .map((said) => ({
      Email: said[0]?.said.email ?? null,
      LastName: said[0]?.said.lastName,
      Title: said.at(-1)?.said.title,
    }));
  expect(sorted(leads)).toEqual(sorted(people));
}

function sorted<T extends object>(items: readonly T[]): T[] {
  return items.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}

function peopleOf(events: readonly Fact[]): Map<string, Fact[]> {
  const people = new Map<string, Fact[]>();
  for (const event of events) {
    const who = event.said.email ?? event.id;
    people.set(who, [...(people.get(who) ?? []), event]);
  }
  return people;
}

async function checkRuns(api: ApiClient, { syncId }: Tenant): Promise<void> {
  const runs = await readAll<Run>(api, `/api/v1/runs?syncId=${syncId}`);
  const sum = (run: Run, names: readonly string[]) =>
    names.reduce((total, name) => total + Number(run[name]), 0);
  for (const run of runs) {
    expect(run.endedAt).not.toBeNull();
    expect(run.delivered).toBe(sum(run, ['created', 'updated', 'removed']));
    const apart = ['delivered', 'unchanged', 'held', 'rejected', 'waiting', 'accepted', 'unknown'];
    expect(run.received).toBe(sum(run, apart));
  }
}

export async function readAll<T>(api: ApiClient, path: string): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const query = `limit=200${cursor === null ? '' : `&cursor=${cursor}`}`;
    const page: { body: { items: T[]; nextCursor: string | null } } = await api.get(
      `${path}${path.includes('?') ? '&' : '?'}${query}`,
    );
    items.push(...page.body.items);
    cursor = page.body.nextCursor;
  } while (cursor !== null);
  return items;
}
