import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { runCommand } from './support/command.js';
import { makeSurroundings, type Surroundings } from './support/service.js';

/** A port at which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('tributary doctor', () => {
  let surroundings: Surroundings;

  beforeAll(async () => void (surroundings = await makeSurroundings('new-embedded')));
  afterAll(() => surroundings?.remove());

  it('lists every setting that is unusable, each with an example', async () => {
    const { exitCode, stdout } = await runCommand(
      { PORT: 'x', DATABASE_URL: 'mysql://db', LOG_LEVEL: 'loud', SECRETS_KEY: 'abc' },
      'doctor',
    );
    expect(exitCode).toBe(1);
    for (const variable of ['PORT', 'DATABASE_URL', 'LOG_LEVEL', 'SECRETS_KEY']) {
      expect(stdout).toMatch(new RegExp(`^FAILED   ${variable}: .+\\n +Example: ${variable}=.+$`, 'm'));
    }
    expect(stdout).toContain('4 failed, 0 warning(s), 0 ok');
  });

  it('says which of PostgreSQL and Redis cannot be reached, and what a production set-up must not have', async () => {
    const port = await closedPort();
    const { exitCode, stdout } = await runCommand(
      {
        DATABASE_URL: `postgres://ann:pass-word@127.0.0.1:${port}/leads`,
        REDIS_URL: `redis://:pass-word@127.0.0.1:${port}`,
        SECRETS_KEY: randomBytes(32).toString('base64'),
        PUBLIC_URL: 'http://leads.example.com',
        ALLOW_PRIVATE_NETWORK: 'true',
      },
      'doctor',
    );
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^FAILED {3}PUBLIC_URL: http:\/\/leads\.example\.com is not https/m);
    expect(stdout).toMatch(/^warning {2}ALLOW_PRIVATE_NETWORK: /m);
    expect(stdout).toMatch(new RegExp(`^FAILED   Redis 127.0.0.1:${port}: .*ECONNREFUSED`, 'm'));
    expect(stdout).toMatch(
      new RegExp(`^FAILED   database: .*127.0.0.1:${port}/leads as ann .*ECONNREFUSED`, 'm'),
    );
    expect(stdout).not.toContain('pass-word');
  });

  it('leaves a directory without an installation as it is', async () => {
    const { exitCode, stdout } = await runCommand(surroundings.environment, 'doctor');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^ok {7}DATA_DIR .*: [\d,]+ MiB are free/m);
    expect(stdout).toMatch(/^warning {2}database: there is none in /m);
    expect(await readdir(surroundings.environment.DATA_DIR ?? '')).toEqual([]);
  });

  it('finds nothing that fails in an installation that has nothing yet', async () => {
    const migrated = await makeSurroundings('embedded');
    const environment = { DATA_DIR: migrated.environment.DATA_DIR ?? '' };
    const { exitCode, stdout } = await runCommand(environment, 'doctor');
    await migrated.remove();
    expect(stdout).toContain('ok       schema: up to date');
    expect(stdout).toContain('warning  sources: no source is enabled');
    expect([exitCode, stdout]).toEqual([0, expect.not.stringContaining('FAILED')]);
  });
});
