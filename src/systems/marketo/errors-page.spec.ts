import { readFile } from 'node:fs/promises';
import { errorRules, type ErrorRule } from './errors.js';

const who = { admin: 'admin', 'sales-ops': 'sales ops', vendor: 'nobody', us: 'report it' } as const;

function fateOf(rule: ErrorRule): string {
  switch (rule.verdict) {
    case 'held':
      return `held, \`${rule.holdCode}\``;
    case 'unknown':
      return 'looked up, then decided';
    case 'done':
      return 'counts as done';
    case 'rejected':
      return 'rejected';
    case 'retry': {
      const wait = rule.after === null ? '' : ` after ${rule.after} s`;
      return rule.scope === 'record' ? `tried again${wait}` : `all pauses${wait.replace('after', 'for')}`;
    }
  }
}

describe('The page about Marketo', () => {
  it('has one line for each code, with what becomes of the record, who acts and the advice', async () => {
    const page = await readFile(new URL('../../../docs/marketo.md', import.meta.url), 'utf8');
    const lines = page.split('\n').flatMap((line) => {
      const cells = line.split(' | ').map((cell) => cell.replace(/^\| | *\|$/g, '').trim());
      const [code = ''] = cells;
      return /^`[A-Z\d_]+`$/.test(code) ? [cells] : [];
    });
    expect(lines).toEqual(
      Object.entries<ErrorRule>(errorRules).map(([code, rule]) => [
        `\`${code}\``,
        rule.class,
        fateOf(rule),
        who[rule.whoActs],
        rule.advice,
      ]),
    );
  });
});
