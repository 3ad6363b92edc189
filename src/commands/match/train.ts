import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { normalisePerson } from '../../normalisation/index.js';
import {
  nodeSignature,
  prepareNode,
  trainModel,
  type MatchModel,
  type PreparedNode,
} from '../../profiles/matching/index.js';
import { CommandError, wrongUsage } from '../command-error.js';
import { ownLeads } from './own-leads.js';
import { readCsv } from './read-csv.js';
import { statedPerson } from './stated-person.js';

const USAGE = 'Usage: tributary match train [--data FILE | --workspace NAME] [--out FILE]';
/** With fewer leads no pattern shows often enough. */
const FEWEST_LEADS = 500;

/** Leads to train on, one node for all that say the same. */
export interface TrainingLeads {
  /** For people. */
  readonly name: string;
  readonly nodes: readonly PreparedNode[];
  /** Of all that they say: it names the model. */
  readonly digest: string;
}

/**
 * Trains a model without labels, on the leads of a CSV file or of a workspace, shows its weights and writes it to a
 * file. An embedded installation must be stopped for that; nothing is changed in it.
 */
export async function train(args: readonly string[]): Promise<void> {
  const { data, workspace, out } = optionsOf(args);
  const { name, nodes, digest } =
    data === undefined ? await ownLeads(workspace, report) : await leadsOfFile(data);
  if (nodes.length < FEWEST_LEADS) {
    throw new CommandError(
      `${name} has ${nodes.length} different leads; training needs at least ${FEWEST_LEADS}.`,
    );
  }
  report(`${nodes.length} different leads`);
  const model = trainModel(nodes, { version: digest.slice(0, 12), seed: 1, report });
  process.stdout.write(weightsOf(model));
  if (out !== undefined) {
    await writeFile(out, out.endsWith('.ts') ? moduleOf(model) : `${JSON.stringify(model, null, 1)}\n`);
    report(`Written to ${out}`);
  }
}

interface Options {
  readonly data?: string;
  readonly workspace?: string;
  readonly out?: string;
}

function optionsOf(args: readonly string[]): Options {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({ args: [...args], options: { data: text, workspace: text, out: text } });
    if (values.data !== undefined && values.workspace !== undefined)
      throw new Error('--data and --workspace are two sources of leads; name one.');
    return values;
  } catch (error) {
    throw wrongUsage(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

async function leadsOfFile(file: string): Promise<TrainingLeads> {
  const csv = await readFile(file, 'utf8');
  const nodes = new Map<string, PreparedNode>();
  readCsv(csv).forEach((row, index) => {
    const person = normalisePerson(statedPerson(row));
    const key = nodeSignature(person, []) ?? String(index);
    if (!nodes.has(key)) nodes.set(key, prepareNode({ id: String(index), person, identities: [] }));
  });
  return { name: file, nodes: [...nodes.values()], digest: createHash('sha256').update(csv).digest('hex') };
}

function weightsOf({ prior, levels }: MatchModel): string {
  const lines = Object.entries(levels).flatMap(([comparison, rates]) =>
    rates.map(({ label, m, u }) => {
      const weight = Math.log2(m / u)
        .toFixed(2)
        .padStart(7);
      return `${comparison.padEnd(12)}${label.padEnd(58)}${m.toFixed(5)}  ${u.toExponential(2)}  ${weight}`;
    }),
  );
  const head = `${'comparison'.padEnd(12)}${'level'.padEnd(58)}m        u          weight`;
  return `${[head, ...lines, `prior ${prior.toFixed(2)}`].join('\n')}\n`;
}

/** The model as the module that comes with Tributary. Names are plain letters, so that they need no escaping. */
function moduleOf(model: MatchModel): string {
  return [
    '/**',
    ' * The model for matching people, made by `npx tributary match train`: how often the levels of each comparison',
    ' * are reached by pairs of one person (m) and of two (u), and how common the common names are.',
    ' */',
    `export const matchModel: unknown = JSON.parse(\`${JSON.stringify(model, null, 1)}\`);`,
    '',
  ].join('\n');
}

function report(line: string): void {
  process.stderr.write(`${line}\n`);
}
