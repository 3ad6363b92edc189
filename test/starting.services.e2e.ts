import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';

describe('Processes that start at once on one new database', () => {
  let surroundings: Surroundings;
  const directories: string[] = [];
  const services: TestService[] = [];

  beforeEach(async () => {
    surroundings = await makeSurroundings('postgres');
  });

  afterEach(async () => {
    await Promise.all(services.splice(0).map((service) => service.stop()));
    await surroundings?.remove();
    for (const directory of directories.splice(0)) await rm(directory, { recursive: true, force: true });
  });

  const startThree = async (given: Surroundings) => {
    const starting = [1, 2, 3].map(async () => {
      const directory = await mkdtemp(join(tmpdir(), 'tributary-test-'));
      directories.push(directory);
      services.push(await startService(given, { DATA_DIR: directory }));
    });
    await Promise.all(starting);
  };

  it('all come up, with the key that they are given', async () => {
    await startThree(surroundings);
    for (const { api } of services) expect((await api.get('/api/v1/sources')).status).toBe(200);
  }, 60_000);

  it('make one admin key, which the one that made it shows', async () => {
    const { ADMIN_API_KEY: _, ...environment } = surroundings.environment;
    await startThree({ ...surroundings, environment });
    const shown = services.flatMap((service) => /shown only now: (\S+)/.exec(service.output())?.[1] ?? []);
    expect(shown).toHaveLength(1);
    for (const { api } of services)
      expect((await api.withKey(shown[0] ?? '').get('/api/v1/sources')).status).toBe(200);
  }, 60_000);

  it('end when their port is taken, and say so', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    await expect(startService(surroundings, { PORT: String(port) })).rejects.toThrow(
      /ended with 1[\s\S]*EADDRINUSE/,
    );
    taken.close();
  }, 60_000);
});
