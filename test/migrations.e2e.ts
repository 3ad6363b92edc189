import { runCommand } from './support/command.js';
import { makeSurroundings, type Surroundings } from './support/service.js';

describe('Migrations', () => {
  let surroundings: Surroundings;

  beforeAll(async () => void (surroundings = await makeSurroundings('new')));
  afterAll(() => surroundings?.remove());

  it('are asked for by a start that may not apply them', async () => {
    const environment = { ...surroundings.environment, MIGRATE: 'false' };
    const { exitCode, stderr } = await runCommand(environment, 'start');
    expect(stderr).toMatch(
      /^The database lacks the migrations InitialSchema1764000000000, .*tributary migrate/,
    );
    expect([exitCode, stderr.includes('    at ')]).toEqual([1, false]);
  });

  it('bring an empty database up to date, each told by its name', async () => {
    const { exitCode, stdout, stderr } = await runCommand(surroundings.environment, 'migrate');
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^(Applied \w+\d{13}\n)+$/);
    expect(stdout).toContain('Applied InitialSchema1764000000000');
  });

  it('do nothing to a database that is up to date', async () => {
    const { exitCode, stdout } = await runCommand(surroundings.environment, 'migrate');
    expect([exitCode, stdout]).toEqual([0, 'The database was up to date.\n']);
  });
});
