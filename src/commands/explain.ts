import { EXIT_CONFIG, SettingsError } from '../platform/config/index.js';
import { CannotListen } from '../platform/cannot-listen.js';
import { DatabaseUnreachable, DataDirectoryError, SchemaOutdated } from '../platform/database/index.js';
import { SecretError } from '../platform/secrets/index.js';
import { CommandError, EXIT_FAILED } from './command-error.js';

const forPeople = [CannotListen, DatabaseUnreachable, DataDirectoryError, SchemaOutdated, SecretError];

/** What to print for an error: its message where it was written for people, else all that helps to find it. */
export function explain(error: unknown): { readonly message: string; readonly exitCode: number } {
  if (error instanceof SettingsError) return { message: error.message, exitCode: EXIT_CONFIG };
  if (error instanceof CommandError) return { message: error.message, exitCode: error.exitCode };
  const isForPeople = forPeople.some((type) => error instanceof type);
  if (!(error instanceof Error)) return { message: String(error), exitCode: EXIT_FAILED };
  return { message: isForPeople ? error.message : (error.stack ?? error.message), exitCode: EXIT_FAILED };
}
