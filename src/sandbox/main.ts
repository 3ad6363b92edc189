import { stopSignal, whenAborted } from '../platform/stop-signal.js';
import { standIns, type RunningStandIn, type StandIn } from './stand-ins.js';

const DEFAULT_PORT = 4010;
const LAST_PORT = 65_536 - standIns.length;

/**
 * Runs the stand-ins of all vendors until SIGINT or SIGTERM. `SANDBOX_PORT` is the port of the first, 4010 where it is
 * not set; the others take those after it. 0 takes any that are free.
 */
export async function run(): Promise<void> {
  try {
    await serve();
  } catch (error) {
    process.stderr.write(`The sandboxes did not start: ${reasonOf(error)}\n`);
    process.exitCode = 1;
  }
}

async function serve(): Promise<void> {
  const running = await startAll(readPort(process.env['SANDBOX_PORT']));
  const lines = [
    'Local stand-ins for trying out and testing Tributary. They are none of the systems they are named after,',
    'hold their records in memory and forget them when they stop.',
    ...running.flatMap(([standIn, started]) => ['', ...linesOf(standIn, started)]),
    '',
    'A Tributary that was started with ALLOW_PRIVATE_NETWORK=true takes them as destinations.',
    'Stop with Ctrl-C.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  await whenAborted(stopSignal());
  await Promise.all(running.map(([, { close }]) => close()));
}

/** All of them, or none. */
async function startAll(firstPort: number): Promise<(readonly [StandIn, RunningStandIn])[]> {
  const running: (readonly [StandIn, RunningStandIn])[] = [];
  try {
    for (const [number, standIn] of standIns.entries()) {
      running.push([standIn, await standIn.start(firstPort === 0 ? 0 : firstPort + number)]);
    }
    return running;
  } catch (error) {
    await Promise.all(running.map(([, { close }]) => close()));
    throw error;
  }
}

function linesOf({ title, type }: StandIn, { url, config, credentials, holds }: RunningStandIn): string[] {
  const settings = Object.entries({
    ...config,
    ...credentials,
    records: url + holds,
    control: `${url}/sandbox`,
  });
  const width = Math.max(...settings.map(([name]) => name.length));
  return [
    `${title}, a destination of type ${type}`,
    ...settings.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`),
  ];
}

function readPort(text: string | undefined): number {
  const port = Number(text || DEFAULT_PORT);
  if (Number.isInteger(port) && port >= 0 && port <= LAST_PORT) return port;
  throw new Error(`SANDBOX_PORT must be a port from 0 to ${LAST_PORT}, e.g. ${DEFAULT_PORT}, not ${text}.`);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  return isTaken
    ? `${error.message}. Set SANDBOX_PORT to the first of ${standIns.length} ports in a row that are free.`
    : error.message;
}
