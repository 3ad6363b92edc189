import { crashDrill } from '../support/crash-drill.js';

const KILLS = 24;
const WITHIN_MS = 1_500_000;
const onPostgres = process.env.TEST_DATABASE_URL !== undefined;

describe('Killed by the dozen', () => {
  it(
    'loses nothing and makes nobody twice on the embedded database',
    async () => {
      await crashDrill({ database: 'embedded', kills: KILLS, workspaces: 2, lifeMs: 3_000, firstStarts: 5 });
    },
    WITHIN_MS,
  );

  if (onPostgres) {
    it(
      'loses nothing and makes nobody twice on PostgreSQL',
      async () => {
        await crashDrill({
          database: 'postgres',
          kills: KILLS,
          workspaces: 12,
          lifeMs: 4_000,
          firstStarts: 3,
        });
      },
      WITHIN_MS,
    );

    it(
      'nor with a web process and two workers',
      async () => {
        const roles = ['web', 'worker', 'worker'] as const;
        await crashDrill({ database: 'postgres', kills: KILLS, workspaces: 12, lifeMs: 4_000, roles });
      },
      WITHIN_MS,
    );
  } else
    process.stderr.write('Only the embedded database is tried: set TEST_DATABASE_URL for PostgreSQL too.\n');
});
