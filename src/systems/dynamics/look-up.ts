import type { FieldValue, LookUpAnswer, LookUpRequest, RemoteCandidate } from '../system.js';
import { SystemError } from '../system.js';
import { sendBatch } from './batch.js';
import type { DynamicsClient } from './client.js';
import { asSystemError, CallFailure, unreadable, vendorError } from './failure.js';
import type { Json } from './json.js';
import { isObject, objectsOf, parsed, textOf } from './json.js';
import { filtersOf, textLiteral } from './literals.js';
import type { Column, TableDescription } from './metadata.js';
import { recordUrl } from './record-url.js';
import { isGuid, tableNamed, type Table } from './tables.js';
import { columnInQuery, presentValue } from './values.js';

/** The contact that a lead became. */
const contactOfLead = '_parentcontactid_value';
const emailColumn = 'emailaddress1';
/** Who became a contact is known by any of their addresses; a record that is written to by the one that is written. */
const contactEmailColumns = [emailColumn, 'emailaddress2', 'emailaddress3'];

const contact = tableNamed('contact');
const contactColumns = distinct([...columnsOf(contact), ...contactEmailColumns]);

interface Query {
  readonly table: Table;
  readonly path: string;
}

/**
 * Records by key and id, people by e-mail (for a lead contacts, too), companies by the domain of their website and
 * their name. Whatever comes back is given to those who asked for one of its values, so neither order nor number of
 * rows matters. Throws {@link SystemError}: an answer that could not be read in full is never "nothing found".
 */
export async function lookUp(
  client: DynamicsClient,
  description: TableDescription,
  requests: readonly LookUpRequest[],
  alternateKey: string,
): Promise<ReadonlyMap<string, LookUpAnswer>> {
  const wanted = wantedColumns(requests, description);
  const queries = queriesAbout(requests, description, wanted, alternateKey);
  try {
    const rows = await readAll(client, queries);
    const found = rows.map(({ table, row }) => ({
      candidate: toCandidate(
        table,
        row,
        table === description.table ? wanted : [],
        alternateKey,
        client.organizationUrl,
      ),
      emails: (table === description.table ? [emailColumn] : contactEmailColumns).map((column) =>
        textOf(row[column]),
      ),
    }));
    return correlate(requests, found, description.object);
  } catch (error) {
    throw error instanceof CallFailure ? asSystemError(error) : error;
  }
}

function wantedColumns(requests: readonly LookUpRequest[], { fields, object }: TableDescription): Column[] {
  const names = new Set(requests.flatMap((request) => request.fields));
  return [...names].map((name) => {
    const column = fields.get(name);
    if (column) return column;
    throw new SystemError('unavailable', {
      code: 'UNKNOWN_COLUMN',
      message: `The table ${object} has no column ${name}, or the application user cannot see it.`,
      field: name,
      advice: 'Create the column or let the application user see it, or take it out of the mapping.',
      whoActs: 'admin',
    });
  });
}

function queriesAbout(
  requests: readonly LookUpRequest[],
  description: TableDescription,
  wanted: readonly Column[],
  alternateKey: string,
): Query[] {
  const { table, object } = description;
  const ids = requests.flatMap(({ remoteIds = [] }) => remoteIds.filter(isGuid)).map(caseless);
  const emails = distinct(requests.flatMap((request) => request.emails ?? []));
  const conditions = [
    ...distinct(requests.flatMap(({ key }) => key ?? [])).map(
      (key) => `${alternateKey}%20eq%20${textLiteral(key)}`,
    ),
    ...distinct(ids).map((id) => `${table.idColumn}%20eq%20${id}`),
    ...(object === 'account' ? companyConditions(requests) : conditionsOn([emailColumn], emails)),
  ];
  const select = distinct([...columnsOf(table), alternateKey, ...wanted.map(columnInQuery)]);
  return [
    ...queriesOn(table, select, conditions),
    ...(object === 'lead'
      ? queriesOn(contact, contactColumns, conditionsOn(contactEmailColumns, emails))
      : []),
  ];
}

function conditionsOn(columns: readonly string[], values: readonly string[]): string[] {
  return columns.flatMap((column) => values.map((value) => `${column}%20eq%20${textLiteral(value)}`));
}

/** A website is written in many ways: what contains the domain is read, and compared by its host here. */
function companyConditions(requests: readonly LookUpRequest[]): string[] {
  const domains = distinct(requests.flatMap((request) => request.domains ?? []));
  const names = distinct(requests.flatMap((request) => request.names ?? []));
  return [
    ...domains.map((domain) => `contains(websiteurl,${textLiteral(domain)})`),
    ...names.map((name) => `name%20eq%20${textLiteral(name)}`),
  ];
}

function columnsOf({ logicalName, idColumn }: Table): string[] {
  if (logicalName === 'account') return [idColumn, 'createdon', 'statecode', 'name', 'websiteurl'];
  const person = [idColumn, 'createdon', 'statecode', emailColumn, 'firstname', 'lastname'];
  return logicalName === 'lead' ? [...person, contactOfLead] : person;
}

function queriesOn(table: Table, select: readonly string[], conditions: readonly string[]): Query[] {
  return filtersOf(conditions).map((filter) => ({
    table,
    path: `${table.entitySet}?$select=${select.join(',')}&$filter=${filter}`,
  }));
}

interface Row {
  readonly table: Table;
  readonly row: Json;
}

async function readAll(client: DynamicsClient, queries: readonly Query[]): Promise<Row[]> {
  const found = new Map<string, Row>();
  const pages = await readFirstPages(client, queries);
  for (const [index, { table }] of queries.entries()) {
    for (const row of await allRows(client, pages[index]))
      found.set(String(row[table.idColumn]), { table, row });
  }
  return [...found.values()];
}

/** One query goes by itself, several as one batch. */
async function readFirstPages(client: DynamicsClient, queries: readonly Query[]): Promise<unknown[]> {
  const [only, ...more] = queries;
  if (!only) return [];
  if (more.length === 0) return [await client.read(only.path)];
  const parts = await sendBatch(
    client,
    queries.map(({ path }) => ({ method: 'GET' as const, path })),
  );
  return queries.map((_, index) => {
    const part = parts[index];
    if (!part) throw unreadable('to a look-up has too few parts');
    if (part.status !== 200) throw new CallFailure(vendorError(part));
    return parsed(part.body);
  });
}

async function allRows(client: DynamicsClient, first: unknown): Promise<Json[]> {
  const rows: Json[] = [];
  for (let page = first; ;) {
    if (!isObject(page) || !Array.isArray(page.value)) throw unreadable('to a look-up holds no records');
    rows.push(...objectsOf(page.value));
    const next = textOf(page['@odata.nextLink']);
    if (next === null) return rows;
    // The token goes wherever the call goes.
    if (!URL.canParse(next) || new URL(next).origin !== client.organizationUrl) {
      throw unreadable('to a look-up goes on at another address');
    }
    page = await client.read(next);
  }
}

function toCandidate(
  table: Table,
  row: Json,
  wanted: readonly Column[],
  alternateKey: string,
  organizationUrl: string,
): RemoteCandidate {
  const remoteId = String(row[table.idColumn]).toLowerCase();
  const website = textOf(row.websiteurl);
  const fields: [string, FieldValue][] = wanted.map((column) => [column.name, presentValue(row, column)]);
  return {
    remoteId,
    object: table.logicalName,
    key: textOf(row[alternateKey]),
    email: textOf(row[emailColumn]),
    firstName: textOf(row.firstname),
    lastName: textOf(row.lastname),
    name: textOf(row.name),
    domain: website === null ? null : hostOf(website),
    createdAt: new Date(String(row.createdon)),
    // Qualified and disqualified leads are closed: nobody may write to them.
    converted: table.logicalName === 'lead' && row.statecode !== 0,
    convertedTo: textOf(row[contactOfLead]),
    fields: Object.fromEntries(fields),
    url: recordUrl(new URL(organizationUrl).host, remoteId, table.logicalName),
  };
}

interface Found {
  readonly candidate: RemoteCandidate;
  readonly emails: readonly (string | null)[];
}

function correlate(
  requests: readonly LookUpRequest[],
  found: readonly Found[],
  object: string,
): ReadonlyMap<string, LookUpAnswer> {
  const own = found.filter(({ candidate }) => candidate.object === object);
  const byKey = candidatesBy(own, ({ candidate: { key } }) => [key]);
  const byId = candidatesBy(own, ({ candidate: { remoteId } }) => [remoteId]);
  const byEmail = candidatesBy(found, ({ emails }) => emails);
  const byDomain = candidatesBy(own, ({ candidate: { domain } }) => [domain]);
  const byName = candidatesBy(own, ({ candidate: { name } }) => [name]);
  return new Map(
    requests.map(({ id, key, remoteIds = [], emails = [], domains = [], names = [] }) => {
      const candidates = new Set([
        ...(key === undefined ? [] : (byKey.get(caseless(key)) ?? [])),
        ...remoteIds.flatMap((remoteId) => byId.get(caseless(remoteId)) ?? []),
        ...emails.flatMap((email) => byEmail.get(caseless(email)) ?? []),
        ...domains.flatMap((domain) => byDomain.get(caseless(domain)) ?? []),
        ...names.flatMap((name) => byName.get(caseless(name)) ?? []),
      ]);
      const missing = remoteIds.filter((remoteId) => !byId.has(caseless(remoteId)));
      return [id, { candidates: [...candidates], missing }];
    }),
  );
}

function candidatesBy(
  found: readonly Found[],
  valuesOf: (one: Found) => readonly (string | null | undefined)[],
): Map<string, RemoteCandidate[]> {
  const groups = new Map<string, RemoteCandidate[]>();
  for (const one of found) {
    for (const value of valuesOf(one)) {
      if (value === null || value === undefined) continue;
      const group = groups.get(caseless(value));
      if (group) group.push(one.candidate);
      else groups.set(caseless(value), [one.candidate]);
    }
  }
  return groups;
}

/** `acme.com` of `https://www.Acme.com/about`. */
export function hostOf(website: string): string | null {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(website.trim())
    ? website.trim()
    : `https://${website.trim()}`;
  if (!URL.canParse(address)) return null;
  return new URL(address).hostname.toLowerCase().replace(/^www\./, '') || null;
}

function distinct(values: readonly string[]): string[] {
  return [...new Map(values.filter(Boolean).map((value) => [caseless(value), value])).values()];
}

/** Dataverse compares text without regard to case. */
function caseless(value: string): string {
  return value.trim().toLowerCase();
}
