import { loadSettings } from '../platform/config/index.js';
import { openSecretBox, rotateSecrets } from '../platform/secrets/index.js';
import { oneArgument } from './arguments.js';
import { CommandError, wrongUsage } from './command-error.js';
import { withInstallation } from './database.js';
import { sealedColumns } from './sealed-columns.js';

/**
 * `secrets rotate`: seals every stored credential with the present `SECRETS_KEY`, opening with
 * `SECRETS_KEY_PREVIOUS` what is sealed with that. On PostgreSQL the service may run meanwhile, once it was
 * started with both keys. Running it again does nothing.
 */
export async function run(args: readonly string[]): Promise<void> {
  const what = oneArgument('secrets', 'rotate', args);
  if (what !== 'rotate') throw wrongUsage(`There is no “secrets ${what}”.\nUsage: tributary secrets rotate`);
  const settings = loadSettings(process.env);
  const { keyId, rotations } = await withInstallation(settings, async ({ manager }) => {
    const box = await openSecretBox(settings);
    const done = [];
    for (const column of sealedColumns) done.push(await rotateSecrets(manager, box, column));
    return { keyId: box.keyId, rotations: done };
  });
  const rotated = sum(rotations.map((rotation) => rotation.rotated));
  const current = sum(rotations.map((rotation) => rotation.current));
  process.stdout.write(
    `Sealed ${rotated} stored credential(s) anew with the key ${keyId}; ${current} already were.\n`,
  );
  const unreadable = rotations.flatMap((rotation) => rotation.unreadable);
  if (unreadable.length > 0) {
    const lines = unreadable.map(({ of, reason }) => `  ${of}: ${reason}`);
    throw new CommandError(
      `${unreadable.length} could not be opened and stay as they are:\n${lines.join('\n')}`,
    );
  }
  if (settings.SECRETS_KEY_PREVIOUS !== undefined) {
    process.stdout.write('SECRETS_KEY_PREVIOUS is no longer needed: remove it and restart the service.\n');
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
