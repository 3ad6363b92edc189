import { inputProblems } from './input-check.js';

describe('The check of what comes in', () => {
  it('passes texts of any language, numbers and bytes', () => {
    expect(
      inputProblems({ name: 'Zoë 😀 \n', size: 1, none: null, list: ['a'], bytes: Buffer.from([0]) }),
    ).toEqual([]);
  });

  it('names each place that holds a NUL or half of a surrogate pair', () => {
    const found = inputProblems({ name: 'a\0b', config: { list: ['fine', '\ud800'] } });
    expect(found.map(({ path }) => path)).toEqual(['name', 'config.list.1']);
  });

  it('refuses such a name of a field, and does not repeat it', () => {
    expect(inputProblems({ stages: { 'x\0': 'active' } })).toEqual([
      { path: 'stages', message: expect.stringContaining('NUL') },
    ]);
  });

  it('refuses what is nested absurdly deep instead of failing on it', () => {
    const deep: unknown = JSON.parse('['.repeat(10_000) + ']'.repeat(10_000));
    expect(inputProblems({ deep })).toEqual([
      { path: expect.stringMatching(/^deep/), message: expect.stringContaining('nested') },
    ]);
  });
});
