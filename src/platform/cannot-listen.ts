const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there. Stop it, or choose another PORT',
  EADDRNOTAVAIL: 'this machine has no such address. Correct HOST',
  ENOTFOUND: 'no address is known by that name. Correct HOST',
  EACCES: 'this user may not listen there. Choose a PORT of 1024 or more',
};

/** HOST and PORT name an address that this process cannot have. */
export class CannotListen extends Error {
  override readonly name = 'CannotListen';

  /** The error that says so, or the one that was thrown where it is about something else. */
  static because(error: unknown, host: string, port: number): unknown {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = reasons[code];
    if (reason === undefined) return error;
    return new CannotListen(`Tributary cannot listen on ${host}, port ${port} (${code}): ${reason}.`, {
      cause: error,
    });
  }
}
