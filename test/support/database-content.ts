import { inDatabaseOf } from './postgres.js';
import type { Surroundings } from './service.js';

/** A hash of everything in each table but the migrations, to compare two databases by. */
export async function contentOf(surroundings: Surroundings): Promise<Readonly<Record<string, string>>> {
  const tables = await inDatabaseOf<{ name: string }>(
    surroundings,
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('migration', 'lease')`,
  );
  const hashes = tables.map(
    ({ name }) =>
      `SELECT '${name}' AS name, count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') AS hash
       FROM ${name} t`,
  );
  const contents = await inDatabaseOf<{ name: string; hash: string }>(
    surroundings,
    hashes.join(' UNION ALL '),
  );
  return Object.fromEntries(contents.map(({ name, hash }) => [name, hash]));
}

/** Tables with their columns, constraints, indexes and triggers, as definitions. */
export async function schemaOf(surroundings: Surroundings): Promise<readonly string[]> {
  const found = await inDatabaseOf<{ part: string }>(
    surroundings,
    `SELECT format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS part
       FROM pg_constraint WHERE connamespace = 'public'::regnamespace
     UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
     UNION ALL SELECT format('%s %s', pg_get_triggerdef(t.oid), t.tgenabled) FROM pg_trigger t WHERE NOT tgisinternal
     UNION ALL SELECT format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default)
       FROM information_schema.columns WHERE table_schema = 'public'
     ORDER BY 1`,
  );
  return found.map(({ part }) => part);
}
