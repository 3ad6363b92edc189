import { readFileSync } from 'node:fs';

/** Resolves with the exit code, 0 where it is left out. */
type Run = (args: readonly string[]) => Promise<number | void>;

/** What follows the name, what the command does, and where it is: loaded when it is run, so that help is quick. */
type CommandEntry = readonly [args: string, summary: string, load: () => Promise<{ readonly run: Run }>];

export type CommandTable = Readonly<Record<string, CommandEntry>>;

const exitCodes = `Exit codes: 0 done, 1 failed or something is wrong, 64 wrong usage, 78 unusable settings.`;

export function overview(commands: CommandTable): string {
  const lines = Object.entries(commands).map(
    ([name, [args, summary]]) => [`${name} ${args}`, summary] as const,
  );
  const width = Math.max(...lines.map(([call]) => call.length));
  return [
    'Usage: tributary COMMAND',
    '',
    ...lines.map(([call, summary]) => `  ${call.padEnd(width)}  ${summary}`),
    `  ${'help [COMMAND]'.padEnd(width)}  show this, or how one command is used`,
    `  ${'--version'.padEnd(width)}  show the version`,
    '',
    'Settings are environment variables, the same for every command.',
    exitCodes,
  ].join('\n');
}

export function helpOf(name: string, [args, summary]: CommandEntry): string {
  return [`Usage: tributary ${name} ${args}`.trimEnd(), '', `  ${summary}`, '', exitCodes].join('\n');
}

export function version(): string {
  const { version: number } = JSON.parse(
    readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
  ) as { version: string };
  return number;
}
