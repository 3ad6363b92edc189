import type { ListKind } from './columns.js';
import { readCsv } from './csv.js';
import { isObject, misconfigured, textOf, unreadable } from './failure.js';
import { folded } from './import-jobs.js';
import { bareDomain, type Member } from './member.js';

/** Who is on a list, as an export shows it. */
export interface Membership {
  /** By its id, or by what else Demandbase matches records by, since a CRM's id goes before ours over there. */
  shows(member: Member): boolean;
  /** The same, leaving aside what is alike and goes by another id: two records of ours may be of one company. */
  stillHas(member: Member): boolean;
}

export const nobody: Membership = { shows: () => false, stillHas: () => false };

export interface ExportField {
  readonly role: Role;
  readonly name: string;
  readonly label: string;
}

type Role = 'id' | 'email' | 'name' | 'domain';

interface Wanted {
  readonly role: Role;
  /** `{Account}.name` and labels, in lower case; the first that the organisation has. */
  readonly names: readonly string[];
}

/** Labels are the names of the columns in a file; the names behind them are those of the documents and of tenants. */
const wanted: Readonly<Record<ListKind['exported'], readonly Wanted[]>> = {
  account: [
    { role: 'id', names: ['external account id', '{account}.crmid___e', '{account}.crmid'] },
    { role: 'name', names: ['{account}.name', 'account name'] },
    { role: 'domain', names: ['{account}.domain', 'account domain', '{account}.website'] },
  ],
  person: [
    { role: 'id', names: ['external person id', '{person}.externalpersonid', '{person}.crmid___e'] },
    { role: 'email', names: ['{person}.email', 'email'] },
  ],
};

/**
 * The fields by which members are known again, out of all that `GET /v1/fields` lists. Throws `SystemError` where the
 * organisation has none of them.
 */
export function fieldsFor({ exported, idColumn }: ListKind, answer: unknown): ExportField[] {
  const offered = Array.isArray(answer) ? answer.filter(isObject) : [];
  const found = wanted[exported].flatMap(({ role, names }) => {
    const field = names
      .map((wantedName) =>
        offered.find(({ name, label }) => [name, label].some((text) => lower(text) === wantedName)),
      )
      .find((match) => match !== undefined);
    const name = textOf(field?.name);
    return name === null ? [] : [{ role, name, label: textOf(field?.label) ?? name }];
  });
  if (found.some(({ role }) => role !== 'name')) return found;
  throw misconfigured(
    'export-fields',
    `The Export API offers no field for ${idColumn}, nor any other by which members of a list are known again.`,
    'Have Demandbase enable an Export collection with these fields.',
  );
}

/** The lists of an organisation: their ids by {@link folded} name. */
export function catalogueOf(csv: string): ReadonlyMap<string, number> {
  const [header = [], ...rows] = readCsv(csv);
  const at = (names: readonly string[]) =>
    header.findIndex((cell) => names.includes(lower(cell).replaceAll(' ', '')));
  const idAt = at(['id', 'listid', 'accountlistid', 'personlistid']);
  const nameAt = at(['name', 'listname', 'accountlistname', 'personlistname']);
  if (idAt < 0 || nameAt < 0) throw unreadable('has no id and name of lists');
  return new Map(rows.map((row) => [folded(row[nameAt] ?? ''), Number(row[idAt])]));
}

/** The members of a list. Columns are named by the field or by its label. */
export function membershipOf(csv: string, fields: readonly ExportField[]): Membership {
  const rows = readCsv(csv);
  const header: readonly string[] = rows.next().value ?? [];
  const at = new Map(
    fields.map(({ role, name, label }) => [
      role,
      header.findIndex((cell) => [lower(name), lower(label)].includes(lower(cell))),
    ]),
  );
  if ([...at.values()].some((index) => index < 0)) throw unreadable('lacks columns that were asked for');
  const ids = new Set<string>();
  const alike = new Set<string>();
  const alikeWithoutId = new Set<string>();
  for (const row of rows) {
    const value = (role: Role) => row[at.get(role) ?? -1] ?? '';
    const id = value('id');
    if (id !== '') ids.add(id);
    const natural = naturalKey(value('email'), value('name'), value('domain'));
    if (natural === null) continue;
    alike.add(natural);
    if (id === '') alikeWithoutId.add(natural);
  }
  const isIn = (keys: ReadonlySet<string>, member: Member) => {
    const natural = keyOf(member);
    return ids.has(member.id) || (natural !== null && keys.has(natural));
  };
  return {
    shows: (member) => isIn(alike, member),
    stillHas: (member) => isIn(alikeWithoutId, member),
  };
}

function keyOf({ values }: Member): string | null {
  return naturalKey(
    values.get('Email') ?? '',
    values.get('Account Name') ?? '',
    values.get('Account Domain') ?? '',
  );
}

/** A person by address; a company by domain and name together, since subsidiaries share domains. */
function naturalKey(email: string, name: string, domain: string): string | null {
  if (email !== '') return `mail ${lower(email)}`;
  return name === '' || domain === '' ? null : `site ${bareDomain(domain)} ${folded(name)}`;
}

function lower(value: unknown): string {
  return typeof value === 'string' ? value.trim().toLowerCase() : '';
}
