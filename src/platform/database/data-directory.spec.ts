import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDataDirectory } from './data-directory.js';

describe('The lock of a data directory', () => {
  let parent: string;
  let directory: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'tributary-lock-'));
    directory = join(parent, 'data');
  });
  afterEach(() => rm(parent, { recursive: true, force: true }));

  it('lets one in at a time, and says to the others which directory is taken', async () => {
    const lock = await lockDataDirectory(directory);
    await expect(lockDataDirectory(directory, 100)).rejects.toMatchObject({
      code: 'in-use',
      message: expect.stringContaining(directory),
    });
    await lock.release();
    await (await lockDataDirectory(directory, 0)).release();
  });

  it('is the same by whatever path the directory is named', async () => {
    const lock = await lockDataDirectory(directory);
    await expect(lockDataDirectory(join(directory, '..', 'data'), 0)).rejects.toMatchObject({
      code: 'in-use',
    });
    await lock.release();
  });

  it('keeps directories apart', async () => {
    const lock = await lockDataDirectory(directory);
    const other = await lockDataDirectory(join(parent, 'other'), 0);
    expect(other).toBeDefined();
    await Promise.all([lock.release(), other.release()]);
  });

  it('gets in as soon as the other leaves', async () => {
    const lock = await lockDataDirectory(directory);
    const next = lockDataDirectory(directory, 5_000);
    await lock.release();
    const taken = await next;
    expect(taken).toBeDefined();
    await taken.release();
  });

  it('lets one of many in that come at once, also over what a killed process left', async () => {
    await mkdir(directory);
    const killed = spawn(process.execPath, [
      '-e',
      `require('net').createServer().listen(${JSON.stringify(join(directory, 'lock'))}, () => process.kill(process.pid, 'SIGKILL'))`,
    ]);
    await once(killed, 'exit');
    const tries = await Promise.allSettled([1, 2, 3, 4].map(() => lockDataDirectory(directory, 500)));
    const taken = tries.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(taken).toHaveLength(1);
    await taken[0]?.release();
  });

  it('says that a directory cannot be made where a file stands', async () => {
    await writeFile(directory, '');
    await expect(lockDataDirectory(directory)).rejects.toMatchObject({
      code: 'not-writable',
      message: expect.stringMatching(/EEXIST.*correct DATA_DIR/),
    });
  });

  it('holds where the path is too long for a socket', async () => {
    const deep = join(directory, 'x'.repeat(120));
    const lock = await lockDataDirectory(deep);
    await expect(lockDataDirectory(deep, 0)).rejects.toMatchObject({ code: 'in-use' });
    await lock.release();
  });
});
