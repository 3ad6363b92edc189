import { wrongUsage } from './command-error.js';
import { train } from './match/train.js';

/** `match train`: see `train`. */
export async function run([action = '', ...args]: readonly string[]): Promise<void> {
  if (action !== 'train')
    throw wrongUsage('Usage: tributary match train [--data FILE | --workspace NAME] [--out FILE]');
  await train(args);
}
