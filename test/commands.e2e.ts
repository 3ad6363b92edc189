import { runCommand } from './support/command.js';

describe('tributary', () => {
  it('says what it can do, quickly and without any settings', async () => {
    const { exitCode, stdout } = await runCommand({ PORT: 'no number' }, 'help');
    expect(exitCode).toBe(0);
    for (const command of [
      'start',
      'migrate',
      'doctor',
      'export FILE',
      'import-data FILE',
      'secrets rotate',
    ]) {
      expect(stdout).toContain(`  ${command} `);
    }
    expect(stdout).toContain('Exit codes');
  });

  it('says how one command is used', async () => {
    const asked = await runCommand({}, 'help', 'export');
    expect(asked).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Usage: tributary export FILE'),
    });
    expect(await runCommand({}, 'export', '--help')).toEqual(asked);
  });

  it('tells its version', async () => {
    expect(await runCommand({}, '--version')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it.each([
    [['swim'], 'There is no command “swim”'],
    [['help', 'constructor'], 'There is no command “constructor”'],
    [['import-data'], 'FILE is missing'],
  ])('refuses %j as wrong usage, with exit code 64', async (args, message) => {
    const { exitCode, stdout, stderr } = await runCommand({}, ...args);
    expect(stderr).toContain(message);
    expect(stderr).toContain('Usage: tributary');
    expect([exitCode, stdout]).toEqual([64, '']);
  });

  it.each([['start'], ['migrate']])(
    'lists every unusable setting for %s, with exit code 78',
    async (...args) => {
      const { exitCode, stderr } = await runCommand({ PORT: '99999', SECRETS_KEY: 'short' }, ...args);
      expect(exitCode).toBe(78);
      expect(stderr).toContain('PORT must be 65535 or less');
      expect(stderr).toContain('SECRETS_KEY must be');
      expect(stderr).not.toContain('short');
    },
  );

  it.each([['start'], ['migrate']])(
    'explains to %s that PostgreSQL is not there, without the password',
    async (command) => {
      const { exitCode, stderr } = await runCommand(
        {
          DATABASE_URL: 'postgres://ann:pass-word@localhost:1/leads',
          SECRETS_KEY: Buffer.alloc(32).toString('base64'),
        },
        command,
      );
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/^PostgreSQL at localhost:1\/leads as ann cannot be reached: .*ECONNREFUSED/);
      expect(stderr).not.toContain('pass-word');
      expect(stderr).not.toContain('    at ');
    },
  );

  it.each([
    ['export', 'file'],
    ['secrets', 'rotate'],
  ])('does not make an installation where %s finds none', async (...args) => {
    const { exitCode, stderr } = await runCommand({ DATA_DIR: 'a-directory-that-is-not-here' }, ...args);
    expect(stderr).toContain('There is no embedded database in a-directory-that-is-not-here');
    expect(exitCode).toBe(1);
  });
});
