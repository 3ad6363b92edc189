import { runCommand } from './support/command.js';
import { schemaOf } from './support/database-content.js';
import { makeSurroundings, startService, type Surroundings } from './support/service.js';

describe('Migrations on one PostgreSQL', () => {
  let surroundings: Surroundings;

  beforeEach(async () => void (surroundings = await makeSurroundings('postgres')));
  afterEach(() => surroundings?.remove());

  it('run once when several services start at the same time on an empty database, and all come up', async () => {
    const services = await Promise.all([1, 2, 3].map(() => startService(surroundings)));
    const answers = await Promise.all(services.map(({ api }) => api.get('/api/v1/sources')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await Promise.all(services.map((service) => service.stop()));
  });

  it('are applied by one of several commands that run at the same time', async () => {
    const results = await Promise.all([1, 2, 3].map(() => runCommand(surroundings.environment, 'migrate')));
    expect(results.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual([
      [0, ''],
      [0, ''],
      [0, ''],
    ]);
    const idle = results.filter(({ stdout }) => stdout === 'The database was up to date.\n');
    expect(idle).toHaveLength(2);
    expect(await schemaOf(surroundings)).toContainEqual(expect.stringContaining('lead_event_immutable'));
  });
});
