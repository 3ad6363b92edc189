import type { Api } from './api.js';
import type { Lane } from './lane.js';
import type { Narrator } from './narrator.js';
import type { StoryClock } from './story-clock.js';

const DAY_MS = 86_400_000;
/** Later than an export shows what a night loaded. */
const LOADED_BY_MS = 2.1 * 3_600_000;
/** So much of the service's time passes from one question to the next, while exports run. */
const STEP_MS = 3_000;

/**
 * Demandbase takes files by day and loads them by night. The night passes on both sides: the stand-in loads what it
 * took, and the service, whose clock goes on, asks for an export to see what landed.
 */
export async function letNightPass(
  api: Api,
  lane: Lane,
  clock: StoryClock,
  narrator: Narrator,
): Promise<void> {
  const [sync] = lane.syncs;
  if (!sync) throw new Error('There is no sync to Demandbase.');
  const taken = (await lane.records(sync)).filter(({ status }) => status === 'accepted').length;
  narrator.line('by day', `${taken} companies accepted, not yet loaded: ${await listed(lane)}`, 'held');
  await lane.remote.night();
  clock.moveTo(new Date((Math.floor(clock.now().getTime() / DAY_MS) + 1) * DAY_MS + LOADED_BY_MS));
  narrator.line(
    'midnight',
    'The stand-in loads its files; the clock of the service goes on to 02:06 UTC, too.',
  );
  await api.until('Demandbase to show who landed', async () => {
    clock.advance(STEP_MS);
    const records = await lane.records(sync);
    return records.some(({ status }) => status === 'accepted') ? null : records;
  });
  const landed = (await lane.records(sync)).filter(({ status }) => status === 'delivered').length;
  narrator.line(
    'next morning',
    `${landed} companies delivered, as an export proves: ${await listed(lane)}`,
    'good',
  );
}

async function listed({ remote }: Lane): Promise<string> {
  const lists = await remote.accountLists();
  const told = lists.map(({ name, members }) => `“${name}” has ${members.length}`);
  return told.join(', ') || 'there is no list';
}
