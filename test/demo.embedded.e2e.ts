import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

const PROGRAM = new URL('../bin/tributary.mjs', import.meta.url).pathname;

describe('npm run demo -- --once', () => {
  let code: number | null;
  let output: string;

  beforeAll(async () => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => resolve(Number(Object(taken.address()).port)));
    });
    ({ code, output } = await run(['demo', '--once'], {
      PORT: String(port),
      // Nobody answers there: a demo that used them would fail.
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nowhere',
      REDIS_URL: 'redis://127.0.0.1:1',
    }));
    taken.close();
  }, 150_000);

  it('tells a story that comes true, and ends', () => {
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('The story came true') });
    expect(output).not.toContain('✗');
  });

  it.each([
    'parsed       AppSource · PLT · contoso.crm · stage initial-interest',
    'duplicate    repeats lead',
    'test         goes nowhere',
    'unreadable   The body starts as a JSON object but does not end as one',
    'warning      action-unknown',
    'adopted Lead 00Q',
    'Title "Head of IT" → "CTO"',
    'held, already-a-contact',
    'held, do-not-contact',
    'of the account Northwind Traders Ltd',
    'on the list “Marketplace”',
    'the company Fabrikam is accepted for the list, not yet loaded',
    '7 companies delivered, as an export proves: “Marketplace” has 7',
    '✓ Each of these 6 people is exactly one Lead in Salesforce',
    '✓ Each of these 7 people is exactly one lead in Dynamics',
    '✓ Each of these 7 people is exactly one lead in Marketo',
    '✓ The list in Demandbase has loaded these 7 companies',
    '✓ The numbers of all',
  ])('shows: %s', (line) => {
    expect(output).toContain(line);
  });

  it('lists which record each person is in each system, each below its title', () => {
    const lines = output.split('\n');
    const titles = lines.findIndex((line) => /^ +NAME +COMPANY +SALESFORCE +DYNAMICS +MARKETO$/.test(line));
    const omar = lines.slice(titles).find((line) => line.includes('Omar Haddad')) ?? '';
    const below = (title: string) => omar.slice(lines[titles]?.indexOf(title)).split(/ {2,}/)[0];
    expect(['COMPANY', 'SALESFORCE', 'DYNAMICS', 'MARKETO'].map(below)).toEqual([
      'Adventure Works',
      'already-a-contact',
      expect.stringMatching(/^…[0-9a-f]{8}$/),
      expect.stringMatching(/^\d+$/),
    ]);
  });

  it.each([
    'Salesforce leads',
    'Dynamics accounts',
    'Dynamics leads',
    'Marketo leads',
    'Marketo list',
    'Demandbase list',
  ])('tells totals that add up: %s', (sync) => {
    const line = output.split('\n').find((one) => new RegExp(`^ +${sync} +\\d+ +\\d+ +=`).test(one)) ?? '';
    const [counted = '', parts = ''] = line.slice(line.indexOf(sync) + sync.length).split('=');
    const [, records] = counted.trim().split(/ +/);
    const sum = [...parts.matchAll(/(\d+) [a-z]/g)].reduce((total, [, part]) => total + Number(part), 0);
    expect([sum, sum > 0]).toEqual([Number(records), true]);
  });

  it('takes another port where the wanted one is taken, and says so', () => {
    expect(output).toMatch(/Port \d+ is taken, so a free one was chosen/);
  });

  it('writes no colour codes into a pipe', () => {
    expect(output).not.toContain('\u001B');
  });
});

function run(args: readonly string[], environment: Readonly<Record<string, string>>) {
  return new Promise<{ code: number | null; output: string }>((resolve) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      env: { PATH: process.env.PATH, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
    child.once('close', (code) => resolve({ code, output: chunks.join('') }));
  });
}
