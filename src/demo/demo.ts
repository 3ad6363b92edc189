import { stopSignal, whenAborted } from '../platform/stop-signal.js';
import { Api } from './api.js';
import type { Source } from './answers.js';
import { Follower } from './follow.js';
import { invite } from './invitation.js';
import type { Lane } from './lane.js';
import { Narrator } from './narrator.js';
import { letNightPass } from './night.js';
import { outcomeOf } from './outcome.js';
import { ann } from './people.js';
import { expectations } from './proof.js';
import { Remote } from './remote.js';
import { enable, fillTheSystems, makeLane, makeSource, showPreview } from './set-up.js';
import { live, waiting } from './story.js';
import { startSurroundings, type Surroundings } from './surroundings.js';
import { showHistory, showTotals } from './totals.js';
import type { ByVendor, Vendor } from './vendor.js';
import { vendorsOf } from './vendors.js';

const EXIT_USAGE = 64;
const EXIT_INTERRUPTED = 130;

/**
 * Starts the service and a stand-in for each system, sends leads and shows what becomes of them in each, all of it
 * over the public API. Stays until SIGINT or SIGTERM; with `--once` it ends after the story. The exit code is 0 when the
 * story came true, else 1.
 */
export async function runDemo(args: readonly string[]): Promise<void> {
  const unknown = args.filter((arg) => arg !== '--once');
  if (unknown.length > 0) {
    process.stderr.write(
      `tributary demo does not know ${unknown.join(' ')}.\n\nUsage: tributary demo [--once]\n`,
    );
    process.exitCode = EXIT_USAGE;
    return;
  }
  const stop = stopSignal();
  try {
    await perform({ once: args.includes('--once'), stop });
  } catch (error) {
    process.exitCode = stop.aborted ? EXIT_INTERRUPTED : 1;
    if (!stop.aborted)
      process.stderr.write(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

async function perform({ once, stop }: { once: boolean; stop: AbortSignal }): Promise<void> {
  const startedAt = performance.now();
  const narrator = new Narrator(process.stdout, process.env);
  narrator.title('Tributary: every lead, once, in every system');
  narrator.say(
    'A real service, driven over its public API, and local stand-ins for four systems are starting …',
    'aside',
  );
  const surroundings = await startSurroundings(process.env);
  try {
    const { source, untrue } = await tellStory(surroundings, narrator, stop);
    if (untrue.length > 0)
      throw new Error(`${untrue.length} of its expectations did not come true.\n  ${untrue.join('\n  ')}`);
    narrator.gap();
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
    narrator.say(`The story came true, in ${seconds} s.`, 'good');
    if (once) return;
    invite(surroundings, source, narrator);
    await whenAborted(stop);
    narrator.gap();
    narrator.say('Stopping.', 'aside');
  } finally {
    await surroundings.close();
  }
}

async function tellStory(
  surroundings: Surroundings,
  narrator: Narrator,
  stop: AbortSignal,
): Promise<{ source: Source; untrue: readonly string[] }> {
  const api = new Api(surroundings.url, surroundings.adminKey, stop);
  const vendors = vendorsOf(surroundings.standIns);
  const remotes: ByVendor<Remote> = Object.fromEntries(
    vendors.map(({ type, url }) => [type, new Remote(new Api(url, null, stop))]),
  );

  narrator.chapter('1. The stage');
  showSurroundings(surroundings, vendors, narrator);
  await fillTheSystems(remotes, narrator);

  narrator.chapter('2. A source, and the first leads');
  const source = await makeSource(api, narrator);
  const follower = new Follower(api, source, narrator);
  const first = await follower.post(waiting);
  narrator.gap();
  await follower.tellProfiles(first);

  narrator.chapter('3. Four destinations, and syncs that first say what they would do');
  const lanes: Lane[] = [];
  for (const vendor of vendors) {
    const remote = remotes[vendor.type];
    if (remote) lanes.push(await makeLane(api, vendor, remote, narrator));
  }
  const [salesforce] = lanes;
  if (salesforce) await showPreview(api, salesforce, narrator);
  for (const lane of lanes) await lane.remember();
  await enable(api, lanes, narrator);
  await follower.tellDeliveries(first, lanes);

  narrator.chapter('4. More leads, while the syncs run');
  for (const scene of live) {
    for (const lane of lanes) await lane.remember();
    const people = await follower.post(scene);
    if (scene.length > 1 && people.length > 0) narrator.gap();
    await follower.tellProfiles(people);
    await follower.tellDeliveries(people, lanes);
  }

  narrator.chapter('5. What is known of Ann');
  await showHistory(api, ann.Email, narrator);

  narrator.chapter('6. A night passes at Demandbase');
  const demandbase = lanes.find(({ vendor }) => vendor.type === 'demandbase');
  if (demandbase) await letNightPass(api, demandbase, surroundings.clock, narrator);

  narrator.chapter('7. What the four systems have now');
  const outcome = await outcomeOf(api, lanes, follower.told);
  showTotals(outcome, narrator);
  narrator.gap();
  const checked = await expectations((id) => api.bytes(`/api/v1/lead-events/${id}/raw`), outcome);
  for (const { holds, says } of checked) narrator.check(holds, says);
  return { source, untrue: checked.filter(({ holds }) => !holds).map(({ says }) => says) };
}

function showSurroundings(
  { url, takenPort, directory }: Surroundings,
  vendors: readonly Vendor[],
  narrator: Narrator,
): void {
  narrator.line('Tributary', `${url}  (documentation of the API: ${url}/docs)`);
  if (takenPort !== null) narrator.line('', `Port ${takenPort} is taken, so a free one was chosen.`, 'held');
  narrator.line('database', `embedded, in ${directory}, removed at the end`);
  for (const vendor of vendors)
    narrator.line(vendor.title, `${vendor.url}  (a local stand-in, no ${vendor.title})`);
}
