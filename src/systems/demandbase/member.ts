import { domainToASCII } from 'node:url';
import type { Failure, FieldValues } from '../system.js';
import type { ListKind } from './columns.js';

/** A record as a file and an export know it. */
export interface Member {
  readonly remoteId: string;
  /** What tells it from others of its list. */
  readonly id: string;
  /** Values by column; an empty one where there is none. */
  readonly values: ReadonlyMap<string, string>;
}

/** What is known of a record, whichever way it is to go. */
export interface Stated {
  readonly key: string | null;
  readonly remoteId: string | null;
  readonly fields: FieldValues;
}

export type Reading =
  { readonly ok: true; readonly member: Member } | { readonly ok: false; readonly failure: Failure };

/**
 * The row of a record that is put on a list. A person of whom the mapping gives no id of its own goes by the key that
 * was minted for the record, so that the same person is the same row each time.
 */
export function memberOf(kind: ListKind, list: string, stated: Stated): Reading {
  const unknown = Object.keys(stated.fields).find(
    (name) => !kind.columns.some((column) => column.name === name),
  );
  if (unknown !== undefined) return refusedFor(unknownColumn(unknown));
  const member = readMember(kind, list, stated);
  const missing = kind.columns.find(({ name, required }) => required && member.values.get(name) === '');
  if (missing) return refusedFor(requiredMissing(missing.name));
  const failure = valueFailure(member.values);
  return failure ? refusedFor(failure) : { ok: true, member };
}

/**
 * The row of a record, of which not all may be known when it is taken off its list. The id with which it was put there
 * stays, even where another is stated since.
 */
export function readMember(kind: ListKind, list: string, { key, remoteId, fields }: Stated): Member {
  const known = kind.columns.map(({ name }) => [name, normalised(name, fields[name] ?? null)] as const);
  const values = new Map(known);
  const remoteTail = remoteId?.startsWith(`${list}/`) ? remoteId.slice(list.length + 1) : null;
  const stated = values.get(kind.idColumn) || (kind.entity === 'Person' ? key : null);
  const id = remoteTail ?? stated ?? '';
  values.set(kind.idColumn, id);
  return { remoteId: remoteId ?? `${list}/${id}`, id, values };
}

function normalised(column: string, value: string | number | boolean | null): string {
  if (value === null) return '';
  const text = String(value).trim();
  if (column === 'Account Domain') return bareDomain(text);
  if (column === 'Email') return text.toLowerCase();
  return column === 'Account Name' ? text.replaceAll(/\s+/g, ' ') : text;
}

/** `https://www.Müller.de/kontakt` is `xn--mller-kva.de`: companies are matched by what stands between scheme and path. */
export function bareDomain(text: string): string {
  const host = text
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/[/?#:].*$/s, '')
    .replace(/^www\./, '')
    .replace(/\.$/, '');
  return domainToASCII(host) || host;
}

function valueFailure(values: Member['values']): Failure | null {
  const domain = values.get('Account Domain');
  if (domain && !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain)) {
    return failureOf(
      'bad-domain',
      'Account Domain',
      `“${domain}” is no domain.`,
      'Correct the domain at its origin, or map a field that has one.',
    );
  }
  const email = values.get('Email');
  if (email !== undefined && email !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    return failureOf(
      'bad-email',
      'Email',
      'The value is no e-mail address; Demandbase matches people by a plain one.',
      'Correct the address at its origin. A hashed one is not matched.',
    );
  }
  return null;
}

function unknownColumn(name: string): Failure {
  return failureOf(
    'unknown-column',
    name,
    `Demandbase has no column “${name}” that Tributary knows, and would make a new field of it.`,
    'Take it out of the mapping.',
  );
}

function requiredMissing(name: string): Failure {
  return failureOf(
    'required-missing',
    name,
    `${name} must have a value in every row, and this record has none.`,
    'Map a field that has a value to it, or complete the record at its origin.',
  );
}

function failureOf(code: string, field: string, message: string, advice: string): Failure {
  return { code, field, message, advice, whoActs: 'sales-ops' };
}

function refusedFor(failure: Failure): Reading {
  return { ok: false, failure };
}
