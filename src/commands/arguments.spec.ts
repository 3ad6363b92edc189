import { noArguments, oneArgument } from './arguments.js';
import { CommandError, EXIT_USAGE } from './command-error.js';

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof CommandError && error.exitCode === EXIT_USAGE) return error.message;
    throw error;
  }
  throw new Error('It was not refused.');
}

describe('Arguments of a command', () => {
  it('are read as they are given', () => {
    expect(oneArgument('export', 'FILE', ['a file.gz'])).toBe('a file.gz');
    expect(oneArgument('export', 'FILE', ['--', '-odd-'])).toBe('-odd-');
    expect(noArguments('migrate', [])).toBeUndefined();
  });

  it.each([
    ['too few', () => oneArgument('export', 'FILE', []), 'FILE is missing.'],
    ['too many', () => oneArgument('export', 'FILE', ['a', 'b']), '“b” is one argument too many.'],
    ['some where there are none', () => noArguments('export', ['now']), '“now” is one argument too many.'],
    ['an unknown option', () => oneArgument('export', 'FILE', ['--force', 'a']), "Unknown option '--force'"],
  ])('are refused when there are %s, with the usage', (_case, read, message) => {
    const refused = refusal(read);
    expect(refused).toContain(message);
    expect(refused).toContain('Usage: tributary export');
  });
});
