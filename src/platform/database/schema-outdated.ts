/** The program needs migrations that the database has not had, and was told to apply none. */
export class SchemaOutdated extends Error {
  override readonly name = 'SchemaOutdated';

  constructor(pending: readonly string[]) {
    super(
      `The database lacks the migrations ${pending.join(', ')}, which MIGRATE=false keeps this start from applying. ` +
        'Run npx tributary migrate with the same settings, then start again.',
    );
  }
}
