import { jest } from '@jest/globals';
import { JsonLogger, type LogLevelName } from './json-logger.js';
import { requestContext } from './request-context.js';

type Line = Record<string, unknown>;

/** Everything that was written while `action` ran, as parsed lines by stream. */
function capture(action: () => void): { stdout: Line[]; stderr: Line[] } {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    jest.spyOn(process[stream], 'write').mockImplementation((chunk) => {
      written[stream] += String(chunk);
      return true;
    }),
  );
  try {
    action();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  const lines = (text: string): Line[] =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line): Line => JSON.parse(line));
  return { stdout: lines(written.stdout), stderr: lines(written.stderr) };
}

function levelsWritten(level?: LogLevelName): unknown[] {
  const logger = new JsonLogger(level);
  const { stdout, stderr } = capture(() => {
    for (const method of ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'] as const) logger[method]('x');
  });
  return [...stderr, ...stdout].map((line) => line.level);
}

describe('JsonLogger', () => {
  it('writes one JSON object a line', () => {
    const { stdout } = capture(() => new JsonLogger().log('two\nlines', { runId: 7 }, 'Dispatcher'));
    expect(stdout).toEqual([
      {
        level: 'info',
        pid: process.pid,
        timestamp: expect.any(Number),
        message: 'two\nlines',
        context: 'Dispatcher',
        params: { runId: 7 },
      },
    ]);
  });

  it('writes what is as severe as LOG_LEVEL or more, by default info', () => {
    expect(levelsWritten()).toEqual(['fatal', 'error', 'warn', 'info']);
    expect(levelsWritten('error')).toEqual(['fatal', 'error']);
    expect(levelsWritten('verbose')).toHaveLength(6);
  });

  it('puts the request and its workspace on every line of it, and on no other', () => {
    const logger = new JsonLogger();
    const { stdout, stderr } = capture(() => {
      requestContext.run({ requestId: 'r1' }, () => {
        logger.log('before');
        requestContext.setWorkspace('w1');
        logger.error('after');
      });
      logger.log('outside');
    });
    expect(stdout[0]).toMatchObject({ message: 'before', requestId: 'r1' });
    expect(stderr[0]).toMatchObject({ message: 'after', requestId: 'r1', workspaceId: 'w1' });
    expect(stdout[1]).not.toHaveProperty('requestId');
  });

  it('logs an error with its redacted message and stack, and none of its fields', () => {
    const error = Object.assign(new Error('bad jane@example.com'), { body: 'Jane Doe', detail: 'Jane Doe' });
    const { stderr } = capture(() => new JsonLogger().error(error, 'Intake'));
    expect(stderr).toHaveLength(1);
    expect(stderr[0]).toMatchObject({
      message: 'bad [email]',
      context: 'Intake',
      error: { name: 'Error', message: 'bad [email]', stack: expect.stringContaining('json-logger.spec') },
    });
    expect(JSON.stringify(stderr)).not.toContain('Jane');
  });

  it('lets neither secrets nor personal data out, wherever a call puts them', () => {
    const planted = ['jane@example.com', '+1 425 555 0123', 'hunter2hunter2', 'c2VjcmV0LXBhdGg'];
    const [email, phone, password, path] = planted;
    const error = new Error(`for ${email}`, { cause: new Error(`of ${phone}`) });
    const logger = new JsonLogger('verbose');
    const { stdout, stderr } = capture(() => {
      logger.debug(`from ${email} ${phone} /intake/marketplace/${path}`);
      logger.log('message', email);
      logger.log({ email, nested: { password }, text: `call ${phone}` });
      logger.warn('message', { headers: { authorization: `Bearer ${password}` }, at: [email] }, 'Context');
      logger.error(`failed for ${email}`, error.stack, 'Context');
      logger.error('failed', error);
      logger.verbose(() => `lazy ${email}`);
    });
    const written = JSON.stringify([stdout, stderr]);
    for (const value of planted) expect(written).not.toContain(value);
    expect(stdout.length + stderr.length).toBeGreaterThanOrEqual(7);
  });
});
