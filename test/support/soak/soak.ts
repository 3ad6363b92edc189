import { ApiClient } from '../api-client.js';
import { Crew } from '../drill/crew.js';
import { whatIsOpen } from '../drill/settle.js';
import { inParallel, seeded } from '../random.js';
import { makeSurroundings } from '../service.js';
import { makeSource, makeSync } from '../set-up.js';
import { waitFor } from '../wait-for.js';
import { farSides } from './far-sides.js';
import { makePeople, TROUBLED_TITLE, type Person } from './people.js';
import { Progress } from './progress.js';
import { RemoteSide } from './remote-side.js';
import { ended, runsOf, unsound } from './runs.js';

export interface Soak {
  readonly profiles: number;
  readonly kills: number;
  /** Milliseconds for the sending. */
  readonly within: number;
}

interface Filling {
  readonly remote: RemoteSide;
  readonly syncId: string;
}

/** Begins nothing by itself while the soak lasts: each sync has the one run that is asked for. */
const RARELY = { mode: 'cron', cron: '0 0 29 2 *', timeZone: 'UTC' };
const LEADS_AT_ONCE = 1_000;
const EVERY_MS = 250;
const READ_WITHIN_MS = 300_000;

/**
 * Sends people to all systems while calls and rows go wrong and the service is killed, then compares what stands
 * there with the people, the runs with what was sent, and the calls with what the vendors allow. The seed of the
 * kills is printed; `SOAK_SEED` sets it.
 */
export async function soak({ profiles, kills, within }: Soak): Promise<void> {
  const seed = Number(process.env.SOAK_SEED ?? Date.now() % 1_000_000);
  const random = seeded(seed);
  const progress = new Progress(`soak of ${profiles} people, seed ${seed}`);
  const surroundings = await makeSurroundings();
  const crew = new Crew(surroundings, ['all']);
  const remotes = await Promise.all(farSides.map((side) => RemoteSide.start(side)));
  const api = () => new ApiClient(crew.url ?? '', surroundings.environment.ADMIN_API_KEY ?? '');
  try {
    await crew.start();
    const people = makePeople(profiles);
    await tellOf(api(), people, progress);
    for (const remote of remotes)
      await remote.refuseRows(people.filter(({ title }) => title === TROUBLED_TITLE).length);
    const fillings = await inParallel(remotes, 1, (remote) => fill(api(), remote));
    const marks = Array.from({ length: kills }, () => 0.05 + random() * 0.9).toSorted((a, b) => a - b);
    await follow(fillings, profiles, progress, api, within, async (part) => {
      if (part >= (marks[0] ?? Infinity)) {
        marks.shift();
        progress.say(`kill at ${Math.round(part * 100)} % (${await crew.killOne(random)})`);
      }
      return marks.length === 0;
    });
    progress.say('everything has come to its end; comparing');
    for (const filling of fillings) await check(api(), filling, people, progress);
  } catch (error) {
    progress.say(`seed ${seed} failed; the service said last:\n${crew.output.slice(-4_000)}`);
    throw error;
  } finally {
    await crew.stop();
    await Promise.all(remotes.map((remote) => remote.close()));
    await surroundings.remove();
  }
}

/** Posts the leads of all people; each lot once the one before it is read. */
async function tellOf(api: ApiClient, people: readonly Person[], progress: Progress): Promise<void> {
  const { intakePath } = await makeSource(api, 'Partner', 'partner');
  progress.begin('leads read', people.length);
  for (let start = 0; start < people.length; start += LEADS_AT_ONCE) {
    const lot = people.slice(start, start + LEADS_AT_ONCE);
    const { status } = await api.send(intakePath, JSON.stringify(lot));
    expect(status).toBe(200);
    await waitFor(() => areRead(api), { within: READ_WITHIN_MS, every: EVERY_MS, what: 'leads to be read' });
    progress.at(start + lot.length);
  }
}

async function areRead(api: ApiClient): Promise<boolean> {
  const { body } = await api.get<{ items: unknown[] }>('/api/v1/lead-events?status=received&limit=1');
  return body.items.length === 0;
}

/** Connects a system and begins to send everybody there. */
async function fill(api: ApiClient, remote: RemoteSide): Promise<Filling> {
  const { side, running } = remote;
  const { status, body } = await api.post<{ id: string }>('/api/v1/destinations', {
    type: side.type,
    name: side.type,
    config: { ...running.config, ...side.config },
    credentials: running.credentials,
  });
  expect([status, body]).toEqual([201, expect.anything()]);
  const { id: syncId } = await makeSync(api, body.id, {
    name: side.type,
    object: side.object,
    ...(side.target && { target: side.target }),
    schedule: RARELY,
    landing: null,
  });
  const run = await api.post(`/api/v1/syncs/${syncId}/run`);
  expect(run.status).toBe(202);
  return { remote, syncId };
}

/** Makes calls go wrong, and tells after each look which part has arrived, until nothing is under way. */
async function follow(
  fillings: readonly Filling[],
  profiles: number,
  progress: Progress,
  api: () => ApiClient,
  within: number,
  at: (part: number) => Promise<boolean>,
): Promise<void> {
  const counted = fillings.filter(({ remote }) => !remote.side.target);
  progress.begin('records arrived', counted.length * profiles);
  await waitFor(
    async () => {
      for (const { remote } of fillings) await remote.spoilCalls();
      const counts = await Promise.all(counted.map(({ remote }) => remote.count()));
      const arrived = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
      progress.at(arrived);
      const isThrough = await at(arrived / (counted.length * profiles));
      if (!isThrough || arrived < counted.length * profiles) return false;
      for (const { syncId, remote } of fillings)
        if (await whatIsOpen(api(), syncId, openStatuses(remote))) return false;
      return true;
    },
    { within, every: EVERY_MS, what: 'all records to arrive' },
  );
}

/** What Demandbase has accepted shows after a night, which no test waits for. */
function openStatuses({ side }: RemoteSide): readonly string[] {
  const open = ['due', 'sending', 'waiting', 'unknown'];
  return side.target ? open : [...open, 'accepted'];
}

async function check(
  api: ApiClient,
  { remote, syncId }: Filling,
  people: readonly Person[],
  progress: Progress,
): Promise<void> {
  const runs = await runsOf(api, syncId);
  const { calls, violations, lastViolations } = await remote.counters();
  progress.say(`${remote.side.type}: ${runs.length} runs, ${calls} calls`);
  expect([remote.side.type, lastViolations, violations]).toEqual([remote.side.type, [], 0]);
  expect(await remote.compare(people)).toEqual({ count: people.length, missing: [], surplus: [] });
  expect(unsound(runs)).toEqual([]);
  expect([remote.side.type, ended(runs)]).toEqual([remote.side.type, people.length]);
}
