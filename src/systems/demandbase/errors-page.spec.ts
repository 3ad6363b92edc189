import { readFile } from 'node:fs/promises';
import { exportRules, importRules, type ErrorRule } from './errors.js';

describe('The page of what Demandbase answers', () => {
  it('has each code, with who acts and the advice', async () => {
    const page = await readFile(new URL('../../../docs/demandbase.md', import.meta.url), 'utf8');
    const lines = page.replaceAll('\n  ', ' ').split('\n');
    const said = lines.flatMap((line) => {
      const [, codes = '', whoActs, advice] = /^- (`[^·]+`) · [^·]+ · (\w+): (.*)$/.exec(line) ?? [];
      return codes.match(/[\w-]+/g)?.map((code) => [code, whoActs, advice]) ?? [];
    });

    const rules: Readonly<Record<string, ErrorRule>> = { ...importRules, ...exportRules };
    const known = Object.entries(rules).map(([code, rule]) => [code, rule.whoActs, rule.advice]);
    expect(said.toSorted()).toEqual(known.toSorted());
  });
});
