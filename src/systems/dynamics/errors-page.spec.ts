import { readFile } from 'node:fs/promises';
import type { ErrorRule } from '../error-rule.js';
import { errorRules } from './errors.js';

describe('The page of what Dynamics answers', () => {
  it('has one line for each code, with what becomes of the record, who acts, and the advice', async () => {
    const page = await readFile(new URL('../../../docs/dynamics.md', import.meta.url), 'utf8');
    const lines = page.split('\n').flatMap((line) => {
      const cells = /^\| `([A-Z_]+|0x[0-9a-f]{8})` +\|(.*?)\|(.*?)\|(.*)\|$/.exec(line);
      return cells ? [cells.slice(1).map((cell) => cell.trim())] : [];
    });

    const rules: readonly [string, ErrorRule][] = Object.entries(errorRules);
    expect(lines).toEqual(
      rules.map(([code, rule]) => [code, becomes(rule), actor[rule.whoActs], rule.advice]),
    );
  });
});

const actor = { admin: 'admin', 'sales-ops': 'sales ops', vendor: 'nobody', us: 'report it' };

function becomes(rule: ErrorRule): string {
  switch (rule.verdict) {
    case 'held':
      return `held \`${rule.holdCode}\``;
    case 'unknown':
      return 'looked up, then decided';
    case 'rejected':
      return 'rejected';
    case 'retry':
      if (rule.scope === 'record') return 'tried again';
      return rule.after === null ? 'all pauses, tried again' : `all pauses ${rule.after} s`;
  }
}
