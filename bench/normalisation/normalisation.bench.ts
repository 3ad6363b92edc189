import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readCsv } from '../../src/commands/match/read-csv.js';
import {
  normaliseCompany,
  normaliseCountry,
  normaliseEmail,
  normaliseName,
  normalisePerson,
  normalisePhone,
  normaliseTitle,
  normaliseWebsite,
  type StatedPerson,
} from '../../src/normalisation/index.js';
import { decimals, print, table, whole } from '../support/report.js';

type Lead = Readonly<Record<keyof StatedPerson, string>>;

const AT_ONCE = 250;
const WARM_UPS = 3;
const WHOLE = 'whole lead';

const kinds: Readonly<Record<string, (lead: Lead) => unknown>> = {
  name: ({ firstName, lastName }) => normaliseName(firstName, lastName),
  'e-mail': ({ email }) => normaliseEmail(email),
  phone: ({ phone, country }) => normalisePhone(phone, [country]),
  country: ({ country }) => normaliseCountry(country),
  company: ({ company }) => normaliseCompany(company),
  website: ({ website }) => normaliseWebsite(website),
  title: ({ title }) => normaliseTitle(title),
};

/**
 * Leads normalised per second of processor time, whole and by kind of value, from `leads.csv` in a folder. The
 * first half warms up; of the second half one part is done whole and the next by kind, so that nothing is met twice.
 */
export async function benchNormalisation(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { data: { type: 'string' } } });
  if (values.data === undefined) throw new Error('--data DIR is missing: the folder in which leads.csv is.');
  const leads = readCsv(readFileSync(join(values.data, 'leads.csv'), 'utf8')).map(toLead);
  const middle = leads.length >> 1;
  for (let round = 0; round < WARM_UPS; round += 1) leads.slice(0, middle).forEach(normaliseBothWays);
  report(measure(leads.slice(middle)));
}

function normaliseBothWays(lead: Lead): void {
  normalisePerson(lead);
  for (const normalise of Object.values(kinds)) normalise(lead);
}

interface Measured {
  readonly leads: number;
  readonly microseconds: number;
}

function measure(leads: readonly Lead[]): ReadonlyMap<string, Measured> {
  const measured = new Map<string, Measured>();
  for (let from = 0; from < leads.length; from += AT_ONCE) {
    const some = leads.slice(from, from + AT_ONCE);
    const ways = from % (2 * AT_ONCE) === 0 ? { [WHOLE]: normalisePerson } : kinds;
    for (const [name, normalise] of Object.entries(ways)) {
      const before = measured.get(name) ?? { leads: 0, microseconds: 0 };
      measured.set(name, {
        leads: before.leads + some.length,
        microseconds: before.microseconds + processorTime(() => some.forEach((lead) => normalise(lead))),
      });
    }
  }
  return measured;
}

/** Microseconds, so that what else the machine does counts little. */
function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function report(measured: ReadonlyMap<string, Measured>): void {
  const rows = [...measured].map(([name, { leads, microseconds }]) => [
    name,
    whole((leads / microseconds) * 1_000_000),
    decimals(microseconds / leads),
  ]);
  print(...table(['normalised', 'leads/s', 'us a lead'], rows));
}

function toLead(row: Readonly<Record<string, string>>): Lead {
  const { first_name: firstName = '', last_name: lastName = '', email = '', phone = '' } = row;
  const { country = '', company = '', website = '', title = '' } = row;
  return { firstName, lastName, email, phone, country, company, website, title };
}
