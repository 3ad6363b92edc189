import { readFile } from 'node:fs/promises';
import { errorRules } from './errors.js';

describe('The page of what Salesforce answers', () => {
  it('has one line for each code, with its advice', async () => {
    const page = await readFile(new URL('../../../docs/salesforce-errors.md', import.meta.url), 'utf8');
    const lines = page.split('\n').flatMap((line) => {
      const [, code, , , advice] = /^\| `([A-Z_]+)` +\|(.*?)\|(.*?)\|(.*)\|$/.exec(line) ?? [];
      return code ? [[code, advice?.trim()]] : [];
    });
    expect(lines).toEqual(Object.entries(errorRules).map(([code, { advice }]) => [code, advice]));
  });
});
