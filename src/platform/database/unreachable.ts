/** PostgreSQL was named and cannot be used: not there, not for this user, no such database. */
export class DatabaseUnreachable extends Error {
  override readonly name = 'DatabaseUnreachable';

  constructor(url: string, cause: unknown) {
    super(
      `PostgreSQL ${whereabouts(url)} cannot be reached: ${reasonOf(cause)}. ` +
        'Check DATABASE_URL, and that the server runs and lets this machine in.',
      { cause },
    );
  }
}

/** Without the password. */
function whereabouts(url: string): string {
  if (!URL.canParse(url)) return 'of DATABASE_URL';
  const { host, pathname, username } = new URL(url);
  const user = username === '' ? '' : ` as ${decodeURIComponent(username)}`;
  return `at ${host}${pathname}${user}`;
}

/** Where a name has several addresses, Node tries each and says nothing itself. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
