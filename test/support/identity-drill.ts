import { setTimeout as pause } from 'node:timers/promises';
import { LeadEventRepository } from '../../src/leads/lead-event.repository.js';
import type { Sql } from '../../src/platform/database/index.js';
import { emptyProfile, fold } from '../../src/profiles/fold.js';
import { defaultRules } from '../../src/profiles/survivorship/rules.js';
import type { ApiClient } from './api-client.js';
import { inDatabaseOf } from './postgres.js';
import { pick, seeded, type Random } from './random.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './service.js';
import { makeSource, marketplaceLead, wordOf } from './set-up.js';
import { waitFor } from './wait-for.js';

const PROCESSES = 3;
const PEOPLE = 12;
const SENDERS = 3;
const DECIDERS = 3;

const DECISIONS = ['asserted-distinct', 'matched', 'merged', 'split'];

/** What people may be answered while others decide about the same profiles. */
const ALLOWED: readonly number[] = [200, 404, 409, 422];

/**
 * Leads, merges, splits and reviews at once, by several processes on one database and in random order, for so
 * long and until each kind of decision was taken; then everything that must hold at any time is checked.
 * `IDENTITY_SEED` sets the seed.
 */
export async function identityDrill(forMs: number): Promise<void> {
  const seed = Number(process.env.IDENTITY_SEED ?? Date.now() % 1_000_000);
  process.stderr.write(`  identity drill of ${forMs} ms, seed ${seed}\n`);
  const surroundings = await makeSurroundings('postgres');
  const services: TestService[] = [];
  try {
    for (let process = 1; process <= PROCESSES; process += 1) services.push(await startService(surroundings));
    const clients = services.map(({ api }) => api);
    let goesOn = true;
    const long = enough(surroundings, forMs).finally(() => (goesOn = false));
    const [answers] = await Promise.all([play(clients, seeded(seed), () => goesOn), long]);
    expect(answers.filter((status) => !ALLOWED.includes(status))).toEqual([]);
    expect(answers.filter((status) => status === 200).length).toBeGreaterThan(DECIDERS);
    await waitFor(async () => (await count(surroundings, `status = 'received'`)) === 0, {
      what: 'all leads to be read',
      within: 60_000,
    });
    await checkAll(surroundings);
  } finally {
    await Promise.all(services.map((service) => service.stop()));
    await surroundings.remove();
  }
}

async function enough(surroundings: Surroundings, forMs: number): Promise<void> {
  await pause(forMs);
  await waitFor(async () => (await decisionsOf(surroundings)).length === DECISIONS.length, {
    what: 'each kind of decision to be taken',
    within: 60_000,
  });
}

async function decisionsOf(surroundings: Surroundings): Promise<string[]> {
  const kinds = await inDatabaseOf<{ kind: string }>(
    surroundings,
    `SELECT DISTINCT kind FROM identity_event ORDER BY kind`,
  );
  return kinds.map(({ kind }) => kind);
}

async function play(clients: readonly ApiClient[], random: Random, goesOn: () => boolean): Promise<number[]> {
  const [first] = clients;
  if (!first) throw new Error('There is nobody to talk to.');
  await first.patch('/api/v1/match-settings', { review: 0.06 });
  const { intakePath } = await makeSource(first);
  const answers: number[] = [];
  const sender = async () => {
    while (goesOn()) {
      await pick(random, clients).send(intakePath, JSON.stringify(leadOf(random)));
      await pause(random() * 40);
    }
  };
  const decider = async () => {
    while (goesOn()) {
      answers.push(...(await decide(pick(random, clients), random)));
      await pause(random() * 100);
    }
  };
  await Promise.all([
    ...Array.from({ length: SENDERS }, sender),
    ...Array.from({ length: DECIDERS }, decider),
  ]);
  return answers;
}

/** A lead of one of a few people, who have two addresses each and share one phone with the next. */
function leadOf(random: Random): unknown {
  const person = Math.floor(random() * PEOPLE);
  const [first, last] = [wordOf(`first ${person}`), wordOf(`last ${person >> 1}`)];
  const domain = pick(random, ['contoso.com', 'gmail.com']);
  return marketplaceLead(
    { Description: String(random()) },
    {
      FirstName: first,
      LastName: last,
      Email: pick(random, [`${first}.${last}@${domain}`, '']),
      Phone: pick(random, [`161755500${10 + person}`, `161755500${10 + ((person + 1) % PEOPLE)}`, '']),
      Title: pick(random, ['CTO', 'CEO', '']),
    },
  );
}

async function decide(api: ApiClient, random: Random): Promise<number[]> {
  const { items: profiles } = (await api.get<{ items: { id: string }[] }>('/api/v1/profiles?limit=200')).body;
  if (profiles.length < 2) return [];
  const one = pick(random, profiles).id;
  if (random() < 0.34) {
    const profileIds = [
      one,
      pick(
        random,
        profiles.filter(({ id }) => id !== one),
      ).id,
    ];
    return [(await api.post('/api/v1/profiles/merge', { profileIds })).status];
  }
  if (random() < 0.5) {
    const { items: leads } = (
      await api.get<{ items: { id: string }[] }>(`/api/v1/lead-events?profileId=${one}&status=parsed`)
    ).body;
    if (leads.length < 2) return [];
    const eventIds = [pick(random, leads).id];
    return [(await api.post(`/api/v1/profiles/${one}/split`, { eventIds })).status];
  }
  const { items: reviews } = (await api.get<{ items: { id: string }[] }>('/api/v1/match-reviews')).body;
  if (reviews.length === 0) return [];
  const decision = pick(random, ['merge', 'distinct']);
  return [(await api.post(`/api/v1/match-reviews/${pick(random, reviews).id}`, { decision })).status];
}

async function checkAll(surroundings: Surroundings): Promise<void> {
  const broken = await inDatabaseOf(
    surroundings,
    `SELECT 'lead of nobody' AS what, id FROM lead_event
     WHERE status IN ('parsed', 'duplicate') AND (profile_id IS NULL OR node_id IS NULL)
     UNION ALL
     SELECT 'lead apart from its node', e.id FROM lead_event e JOIN match_node n ON n.id = e.node_id
     WHERE n.profile_id <> e.profile_id
     UNION ALL
     SELECT 'lead of a merged profile', e.id FROM lead_event e JOIN profile p ON p.id = e.profile_id
     WHERE p.merged_into IS NOT NULL
     UNION ALL
     SELECT 'redirect of two steps', p.id FROM profile p JOIN profile q ON q.id = p.merged_into
     WHERE q.merged_into IS NOT NULL
     UNION ALL
     SELECT 'one person who is two', a.node_a FROM match_assertion a
     JOIN match_node x ON x.id = a.node_a JOIN match_node y ON y.id = a.node_b
     WHERE a.verdict = 'distinct' AND x.profile_id = y.profile_id`,
  );
  expect(broken).toEqual([]);
  expect(await decisionsOf(surroundings)).toEqual(DECISIONS);
  expect(await count(surroundings, `status = 'parsed'`)).toBeGreaterThan(PEOPLE);
  await checkFolds(surroundings);
}

/** Every profile is what its leads say, no more and no less. */
async function checkFolds(surroundings: Surroundings): Promise<void> {
  const profiles = await inDatabaseOf<{ id: string; fields: unknown; eventCount: number }>(
    surroundings,
    `SELECT id, fields, event_count AS "eventCount" FROM profile ORDER BY id`,
  );
  const [workspace] = await inDatabaseOf<{ id: string }>(surroundings, `SELECT id FROM workspace`);
  const query = (text: string, parameters?: unknown[]) => inDatabaseOf(surroundings, text, parameters);
  const facts = await new LeadEventRepository().factsOf(
    { query: query as Sql['query'] },
    workspace?.id ?? '',
    profiles.map(({ id }) => id),
  );
  const folded = profiles.map(({ id }) => {
    const own = facts.filter(({ profileId }) => profileId === id);
    const { fields, eventCount } = fold(emptyProfile(id), own, defaultRules);
    return { id, fields, eventCount };
  });
  expect(profiles).toEqual(folded);
}

async function count(surroundings: Surroundings, condition: string): Promise<number> {
  const [counted] = await inDatabaseOf<{ count: number }>(
    surroundings,
    `SELECT count(*)::integer AS count FROM lead_event WHERE ${condition}`,
  );
  return counted?.count ?? 0;
}
