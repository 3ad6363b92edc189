/**
 * Classes of SQLSTATE in which PostgreSQL blames what it was given: data exception, integrity constraint
 * violation, program limit exceeded, raised by a trigger (PostgreSQL manual, appendix A). The same data would
 * be refused again. Anything else, a lost connection or a deadlock above all, passes.
 */
const BLAMES_THE_DATA = /^(22|23|54|P0)/;

/**
 * Does work for many items at once. When PostgreSQL refuses what one of them holds, does it for each item
 * alone, so that one bad item never holds back a good one; `refused` is told of each that fails alone, with
 * the SQLSTATE. `work` must leave nothing behind when it fails.
 */
export async function isolate<T>(
  items: readonly T[],
  work: (items: readonly T[]) => Promise<void>,
  refused: (item: T, sqlState: string, error: unknown) => Promise<void> | void,
): Promise<void> {
  try {
    await work(items);
  } catch (error) {
    const sqlState = sqlStateOfRefusal(error);
    if (sqlState === null) throw error;
    const [only] = items;
    if (items.length === 1 && only !== undefined) await refused(only, sqlState, error);
    else for (const item of items) await isolate([item], work, refused);
  }
}

function sqlStateOfRefusal(error: unknown): string | null {
  const { code } = Object(error) as { code?: unknown };
  return typeof code === 'string' && code.length === 5 && BLAMES_THE_DATA.test(code) ? code : null;
}
