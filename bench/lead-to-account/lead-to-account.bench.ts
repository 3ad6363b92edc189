import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  evidenceOf,
  keysOfAccount,
  keysOfPerson,
  knownAccount,
  leadToAccount,
  type CompanyEvidence,
  type KnownAccount,
  type LeadToAccount,
} from '../../src/accounts/matching/index.js';
import { readCsv } from '../../src/commands/match/read-csv.js';
import { normaliseCountry, normalisePerson } from '../../src/normalisation/index.js';
import { accuracy, accuracyCells, type Accuracy } from '../support/accuracy.js';
import { decimals, print, table, whole } from '../support/report.js';
import { makeAccounts, type LabelledPerson } from './made-accounts.js';

/** More accounts than this under one key, and the key finds none of them. */
const MOST_PER_KEY = 200;

export interface LeadToAccountScore extends Accuracy {
  readonly leads: number;
  readonly accounts: number;
  readonly candidatesPerLead: number;
  readonly leadsPerSecond: number;
  /** How often each source matched, and each reason did not: `{right, wrong}`. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

export interface Outcome {
  readonly right: number;
  readonly wrong: number;
}

interface Lead {
  readonly said: Readonly<Record<string, string>>;
  readonly accountId: string;
}

/** Precision, recall and F1 of giving leads to a list of accounts (`leads.csv`, `accounts.csv`). */
export async function benchLeadToAccount(args: readonly string[]): Promise<void> {
  const { data, wrong } = parseArgs({
    args: [...args],
    options: { data: { type: 'string', default: '.' }, wrong: { type: 'boolean', default: false } },
  }).values;
  const { outcomes, ...score } = scoreLeadToAccount(data, wrong ? printWrong : () => undefined);
  const made = makeAccounts(readLeads(data).map(labelled));
  print(
    `${whole(score.leads)} leads to ${whole(score.accounts)} accounts; ${decimals(score.candidatesPerLead, 1)} ` +
      `candidates a lead; ${whole(score.leadsPerSecond)} leads a second`,
    ...table(
      ['', 'precision', 'recall', 'F1'],
      [
        ['lead to account', ...accuracyCells(score)],
        [
          `pairs in accounts made of leads (${whole(made.made)} of ${whole(made.true)})`,
          ...accuracyCells(made),
        ],
      ],
    ),
    '',
    ...table(
      ['by', 'right', 'wrong'],
      [...outcomes].map(([by, { right, wrong: not }]) => [by, whole(right), whole(not)]),
    ),
  );
}

/** Leads that the truth gives to an account count; one without a match is missed, one with another is wrong. */
export function scoreLeadToAccount(
  directory: string,
  onWrong: (lead: Lead, found: LeadToAccount) => void = () => undefined,
): LeadToAccountScore {
  const accounts = readRecords(directory, 'accounts.csv').map(readAccount);
  const leads = readRecords(directory, 'leads.csv').map((said): Lead => ({
    said,
    accountId: said.account_id ?? '',
  }));
  const byKey = index(accounts);
  const outcomes = new Map<string, { right: number; wrong: number }>();
  let candidatesSeen = 0;
  const started = performance.now();
  for (const lead of leads) {
    const said = evidenceIn(lead);
    const candidates = candidatesOf(keysOfPerson(said), byKey);
    candidatesSeen += candidates.length;
    const found = leadToAccount(said, candidates);
    const by = found.matched ? found.source : found.reason;
    const outcome = outcomes.get(by) ?? { right: 0, wrong: 0 };
    const right = found.matched && found.accountId === lead.accountId;
    outcome[right ? 'right' : 'wrong'] += 1;
    outcomes.set(by, outcome);
    if (!right) onWrong(lead, found);
  }
  const seconds = (performance.now() - started) / 1_000;
  return {
    ...tally(outcomes, leads),
    leads: leads.length,
    accounts: accounts.length,
    candidatesPerLead: candidatesSeen / leads.length,
    leadsPerSecond: leads.length / seconds,
    outcomes,
  };
}

function tally(outcomes: ReadonlyMap<string, Outcome>, leads: readonly Lead[]): Accuracy {
  const right = [...outcomes.values()].reduce((sum, outcome) => sum + outcome.right, 0);
  const said = [...outcomes]
    .filter(([, outcome]) => outcome.right > 0)
    .reduce((sum, [, outcome]) => sum + outcome.right + outcome.wrong, 0);
  return accuracy(right, said, leads.filter(({ accountId }) => accountId !== '').length);
}

function readRecords(directory: string, file: string) {
  return readCsv(readFileSync(join(directory, file), 'utf8'));
}

function readAccount({
  account_id: id = '',
  name = '',
  domain = '',
  country = '',
}: Readonly<Record<string, string>>) {
  return knownAccount(id, name, domain === '' ? [] : [domain], normaliseCountry(country));
}

function readLeads(directory: string): Lead[] {
  return readRecords(directory, 'leads.csv').map((said) => ({ said, accountId: said.account_id ?? '' }));
}

function labelled(lead: Lead): LabelledPerson {
  const { lead_id: profileId = '', company = '' } = lead.said;
  return { profileId, companyName: company || null, evidence: evidenceIn(lead), truth: lead.accountId };
}

function evidenceIn({ said }: Lead): CompanyEvidence {
  const person = normalisePerson({
    email: said.email || null,
    phone: said.phone || null,
    country: said.country || null,
    company: said.company || null,
    website: said.website || null,
  });
  return evidenceOf(person, said.company || null);
}

function index(accounts: readonly KnownAccount[]): ReadonlyMap<string, readonly KnownAccount[]> {
  const byKey = new Map<string, KnownAccount[]>();
  for (const account of accounts) {
    for (const key of keysOfAccount(account)) {
      const held = byKey.get(key) ?? [];
      held.push(account);
      byKey.set(key, held);
    }
  }
  return byKey;
}

function candidatesOf(keys: readonly string[], byKey: ReadonlyMap<string, readonly KnownAccount[]>) {
  const found = keys.flatMap((key) => {
    const held = byKey.get(key) ?? [];
    return held.length > MOST_PER_KEY ? [] : held;
  });
  return [...new Set(found)];
}

function printWrong({ said, accountId }: Lead, found: LeadToAccount): void {
  const shown = [said.email, said.country, said.company, said.website].join(' | ');
  const given = found.matched
    ? `${found.accountId} ${decimals(found.score)} by ${found.source}`
    : `${found.reason}: ${found.candidates.map((c) => `${c.accountId} ${decimals(c.score)}`).join(', ')}`;
  print(`${shown}  is ${accountId}, found ${given}`);
}
