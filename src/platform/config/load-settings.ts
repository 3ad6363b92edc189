import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Settings, examples } from './settings.js';

/** What is wrong with one variable: its name, the problem and an example that works. */
export interface SettingsProblem {
  readonly variable: string;
  readonly problem: string;
  readonly example: string;
}

/** Exit code of a process whose settings are unusable (EX_CONFIG of sysexits). */
export const EXIT_CONFIG = 78;

export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly problems: readonly SettingsProblem[]) {
    const lines = problems.map(
      ({ variable, problem, example }) => `  ${variable} ${problem}. Example: ${variable}=${example}`,
    );
    super(`Tributary cannot start, its settings have ${problems.length} problem(s):\n${lines.join('\n')}`);
  }
}

/**
 * Reads the settings from environment variables. An empty variable counts as absent.
 * Throws {@link SettingsError} that lists every problem at once.
 */
export function loadSettings(environment: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(
    Object.keys(examples)
      .filter((name) => (environment[name] ?? '').trim() !== '')
      .map((name) => [name, environment[name]]),
  );
  const settings = plainToInstance(Settings, given, { exposeDefaultValues: true });
  const problems = [...fieldProblems(settings), ...combinationProblems(settings)];
  if (problems.length > 0) throw new SettingsError(problems);
  return settings;
}

function fieldProblems(settings: Settings): SettingsProblem[] {
  return validateSync(settings).map(({ property, constraints }) => ({
    variable: property,
    problem: Object.values(constraints ?? {}).join(', '),
    example: examples[property] ?? '',
  }));
}

function combinationProblems(settings: Settings): SettingsProblem[] {
  if (settings.embedded) {
    const alone = settings.TRIBUTARY_ROLE !== 'all' && {
      variable: 'DATABASE_URL',
      problem: `is required with TRIBUTARY_ROLE=${settings.TRIBUTARY_ROLE}: the embedded database serves one process only`,
    };
    return alone ? [{ ...alone, example: examples.DATABASE_URL ?? '' }] : [];
  }
  if (settings.SECRETS_KEY !== undefined) return [];
  return [
    {
      variable: 'SECRETS_KEY',
      problem: 'is required with DATABASE_URL: every process must be able to read the same credentials',
      example: examples.SECRETS_KEY ?? '',
    },
  ];
}
