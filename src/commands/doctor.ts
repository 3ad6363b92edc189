import { SettingsError, loadSettings, type Settings } from '../platform/config/index.js';
import type { Finding } from '../platform/finding.js';
import { noArguments } from './arguments.js';
import { EXIT_FAILED } from './command-error.js';
import { checkDataDirectory } from './doctor/data-directory.js';
import { checkSettings } from './doctor/settings.js';

/**
 * `doctor`: looks at a set-up and says what is wrong with it, each with the fix. It changes nothing. Exit code
 * 1 when something does not work; warnings alone leave it at 0.
 */
export async function run(args: readonly string[]): Promise<number> {
  noArguments('doctor', args);
  const found = { ok: 0, warning: 0, failed: 0, skipped: 0 };
  for await (const finding of examine(process.env)) {
    found[finding.level] += 1;
    process.stdout.write(`${show(finding)}\n`);
  }
  process.stdout.write(`\n${found.failed} failed, ${found.warning} warning(s), ${found.ok} ok\n`);
  return found.failed > 0 ? EXIT_FAILED : 0;
}

async function* examine(environment: NodeJS.ProcessEnv): AsyncGenerator<Finding> {
  const settings = readSettings(environment);
  if (settings instanceof SettingsError) return yield* unusable(settings);
  yield* checkSettings(settings);
  yield* checkDataDirectory(settings);
  // Loaded late, so that unusable settings are told at once.
  const { checkRedis } = await import('./doctor/redis.js');
  yield* checkRedis(settings);
  const { checkDatabase } = await import('./doctor/database.js');
  yield* checkDatabase(settings);
}

function readSettings(environment: NodeJS.ProcessEnv): Settings | SettingsError {
  try {
    return loadSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
}

function* unusable({ problems }: SettingsError): Generator<Finding> {
  for (const { variable, problem, example } of problems) {
    yield { about: variable, level: 'failed', message: problem, fix: `Example: ${variable}=${example}` };
  }
  yield { about: 'the rest', level: 'skipped', message: 'can be looked at when the settings are usable' };
}

const labels = { ok: 'ok     ', warning: 'warning', failed: 'FAILED ', skipped: 'skipped' } as const;

function show({ about, level, message, fix }: Finding): string {
  const line = `${labels[level]}  ${about}: ${message}`;
  return fix === undefined ? line : `${line}\n         ${fix}`;
}
