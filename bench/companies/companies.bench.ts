import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SAME_COMPANY, companySimilarity } from '../../src/accounts/matching/index.js';
import { readCsv } from '../../src/commands/match/read-csv.js';
import { normaliseCompany } from '../../src/normalisation/index.js';
import { accuracy, accuracyCells, type Accuracy } from '../support/accuracy.js';
import { decimals, print, table } from '../support/report.js';

const PARTS = 10;
const ORGANISATIONS: ReadonlySet<string> = new Set(['Company', 'Organization', 'LegalEntity']);

interface LabelledPair {
  readonly names: readonly [string, string];
  readonly similarity: number;
  readonly same: boolean;
}

/** Precision, recall and F1 of the company-name similarity on labelled pairs of names (`cases.csv`). */
export async function benchCompanies(args: readonly string[]): Promise<void> {
  const { data, wrong } = parseArgs({
    args: [...args],
    options: { data: { type: 'string', default: '.' }, wrong: { type: 'boolean', default: false } },
  }).values;
  const pairs = readPairs(join(data, 'cases.csv'));
  const best = bestThreshold(pairs);
  const unseen = pairs.map((_, at) =>
    bestThreshold(pairs.filter((__, other) => other % PARTS !== at % PARTS)),
  );
  print(
    `${pairs.length} pairs of names, ${pairs.filter(({ same }) => same).length} of one company`,
    ...table(
      ['threshold', 'value', 'precision', 'recall', 'F1'],
      [
        ['published', decimals(SAME_COMPANY), ...accuracyCells(score(pairs, () => SAME_COMPANY))],
        [
          `best for the other ${PARTS - 1} of ${PARTS} parts`,
          '',
          ...accuracyCells(score(pairs, (at) => unseen[at] ?? 1)),
        ],
        ['best in hindsight', decimals(best), ...accuracyCells(score(pairs, () => best))],
      ],
    ),
  );
  if (wrong) print(...pairs.filter((pair) => says(pair, SAME_COMPANY) !== pair.same).map(describe));
}

function readPairs(path: string): LabelledPair[] {
  return readCsv(readFileSync(path, 'utf8'))
    .filter(({ schema = '' }) => ORGANISATIONS.has(schema))
    .map(({ name1 = '', name2 = '', is_match: isMatch }) => {
      const one = normaliseCompany(name1);
      const other = normaliseCompany(name2);
      const similarity = one && other ? companySimilarity(one, other) : 0;
      return { names: [name1, name2], similarity, same: isMatch === 'true' };
    });
}

function bestThreshold(pairs: readonly LabelledPair[]): number {
  const candidates = [...new Set(pairs.map(({ similarity }) => similarity))];
  const byF1 = candidates.map((threshold) => ({ threshold, f1: score(pairs, () => threshold).f1 }));
  return byF1.toSorted((one, other) => other.f1 - one.f1)[0]?.threshold ?? 1;
}

function score(pairs: readonly LabelledPair[], thresholdAt: (at: number) => number): Accuracy {
  const said = pairs.filter((pair, at) => says(pair, thresholdAt(at)));
  const right = said.filter(({ same }) => same);
  return accuracy(right.length, said.length, pairs.filter(({ same }) => same).length);
}

function says({ similarity }: LabelledPair, threshold: number): boolean {
  return similarity >= threshold;
}

function describe({ names, similarity, same }: LabelledPair): string {
  return `${same ? 'missed' : 'wrong '} ${decimals(similarity)}  ${names.join('  |  ')}`;
}
