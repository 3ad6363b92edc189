import Sequencer from '@jest/test-sequencer';

/**
 * The longest suites first, so that no process is left with one of them when the others have nothing more to do. On
 * a machine that never ran them, their names alone tell which these are.
 */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const usual = Sequencer.prototype.sort.call(this, tests);
    return usual.toSorted((one, other) => rank(one.path) - rank(other.path));
  }
}

function rank(path) {
  if (!path.endsWith('.e2e.ts')) return 2;
  return /\.(embedded|services|long)\.e2e\.ts$/.test(path) ? 0 : 1;
}
