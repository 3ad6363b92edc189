import { parseArgs } from 'node:util';
import { wrongUsage } from './command-error.js';

export function noArguments(command: string, args: readonly string[]): void {
  const [extra] = positionals(command, args);
  if (extra !== undefined) throw wrongUsage(`“${extra}” is one argument too many.\n${usage(command)}`);
}

/** The one argument of a command, called by `name` in its usage. */
export function oneArgument(command: string, name: string, args: readonly string[]): string {
  const call = `${command} ${name}`;
  const [given, extra] = positionals(call, args);
  if (given === undefined) throw wrongUsage(`${name} is missing.\n${usage(call)}`);
  if (extra !== undefined) throw wrongUsage(`“${extra}” is one argument too many.\n${usage(call)}`);
  return given;
}

function positionals(call: string, args: readonly string[]): readonly string[] {
  try {
    return parseArgs({ args: [...args], options: {}, allowPositionals: true }).positionals;
  } catch (error) {
    throw wrongUsage(`${error instanceof Error ? error.message : String(error)}\n${usage(call)}`);
  }
}

function usage(call: string): string {
  return `Usage: tributary ${call}`;
}
