/** What was asked for failed, or `doctor` found something wrong. */
export const EXIT_FAILED = 1;
/** The command line cannot be understood (EX_USAGE of sysexits). */
export const EXIT_USAGE = 64;

/** A command cannot do what it was asked; the message says why and what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    message: string,
    readonly exitCode = EXIT_FAILED,
  ) {
    super(message);
  }
}

export function wrongUsage(message: string): CommandError {
  return new CommandError(message, EXIT_USAGE);
}
