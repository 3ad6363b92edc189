import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModel } from '../src/profiles/index.js';
import { runCommand } from './support/command.js';
import { makeSurroundings, startService, type Surroundings } from './support/service.js';
import { makeSource, phoneOf, wordOf } from './support/set-up.js';
import { waitFor } from './support/wait-for.js';
import { makeWorkspace } from './support/workspaces.js';

const PEOPLE = 300;

/** Two leads each: the same phone, at work and at home. */
const leads = Array.from({ length: 2 * PEOPLE }, (_, index) => {
  const person = index >> 1;
  const [firstName, lastName] = [wordOf(`first ${person % 90}`), wordOf(`last ${person}`)];
  const company = wordOf(`company ${person % 60}`);
  return {
    firstName,
    lastName,
    email: index % 2 ? `${firstName}.${lastName}@${company}.com` : `${lastName}${person}@gmail.com`,
    phone: phoneOf(`person ${person}`),
    country: 'US',
    company: index % 2 ? company : '',
    title: person % 2 ? 'CEO' : 'CTO',
  };
});

describe('tributary match train', () => {
  let surroundings: Surroundings;
  let folder: string;

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    folder = await mkdtemp(join(tmpdir(), 'tributary-train-'));
  });

  afterAll(async () => {
    await surroundings?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const modelIn = async (file: string) => loadModel(JSON.parse(await readFile(file, 'utf8')));

  it('makes a model from the leads of the workspace, and changes nothing there', async () => {
    const service = await startService(surroundings);
    const { api } = service;
    const { intakePath } = await makeSource(api, 'Partner', 'partner');
    expect((await api.send(intakePath, JSON.stringify(leads))).status).toBe(200);
    await waitFor(
      async () =>
        (await api.get<{ items: unknown[] }>('/api/v1/lead-events?status=received')).body.items.length === 0,
      { what: 'all leads to be read', within: 60_000 },
    );
    await makeWorkspace(api, 'Another company');
    await service.stop();

    const out = join(folder, 'own.json');
    const asked = await runCommand(surroundings.environment, 'match', 'train');
    expect([asked.exitCode, asked.stderr]).toEqual([1, expect.stringContaining('--workspace NAME')]);
    const call = ['match', 'train', '--workspace', 'default', '--out', out] as const;
    const { exitCode, stdout, stderr } = await runCommand(surroundings.environment, ...call);
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining(`${leads.length} different leads`)]);
    expect(stdout).toMatch(/^comparison +level/);
    const model = await modelIn(out);
    const sameName = model.levels.name?.[0];
    expect(sameName?.m).toBeGreaterThan(1_000 * (sameName?.u ?? 1));
    await runCommand(surroundings.environment, ...call.slice(0, -1), join(folder, 'again.json'));
    expect(await modelIn(join(folder, 'again.json'))).toEqual(model);
  }, 120_000);

  it('makes a model from a file', async () => {
    const [data, out] = [join(folder, 'leads.csv'), join(folder, 'model.json')];
    const rows = leads.map(({ firstName, lastName, email, phone, company }) =>
      [firstName, lastName, email, phone, company].join(','),
    );
    await writeFile(data, ['first_name,last_name,email,phone,company', ...rows].join('\n'));
    const { exitCode, stderr } = await runCommand({}, 'match', 'train', '--data', data, '--out', out);
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining(`Written to ${out}`)]);
    expect((await modelIn(out)).version).toMatch(/^[0-9a-f]{12}$/);
  });

  it('refuses too few leads, an unknown workspace, and two sources at once', async () => {
    const data = join(folder, 'few.csv');
    await writeFile(data, 'first_name,last_name\nAnn,Lee\n');
    const few = await runCommand({}, 'match', 'train', '--data', data);
    expect([few.exitCode, few.stderr]).toEqual([1, expect.stringContaining('needs at least 500')]);
    const nobody = await runCommand(surroundings.environment, 'match', 'train', '--workspace', 'Nobody');
    expect([nobody.exitCode, nobody.stderr]).toEqual([
      1,
      expect.stringContaining('There is no workspace “Nobody”'),
    ]);
    const both = await runCommand({}, 'match', 'train', '--data', data, '--workspace', 'default');
    expect([both.exitCode, both.stderr]).toEqual([64, expect.stringContaining('name one')]);
  });
});
