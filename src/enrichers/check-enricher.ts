import { enrichedFields } from '../enrichment/index.js';
import type { FieldError } from '../platform/api/index.js';
import { checkUrl, type NetworkPolicy } from '../platform/http/index.js';
import { profileFieldNames } from '../profiles/index.js';
import type { CreateEnricher } from './enricher.dto.js';
import { fieldsOf, originOf } from './url-template.js';

const MOST_FIELDS = 50;
const MOST_HEADERS = 10;
const FIELD = /^[a-z][A-Za-z0-9]{0,49}$/;
const PATH = /^[^.\s]{1,100}(\.[^.\s]{1,100}){0,9}$/;
const HEADER_NAME = /^[A-Za-z0-9-]{1,100}$/;
const HEADER_VALUE = /^[\x20-\x7e]{1,2000}$/;

/** What a question may name: what was said of a person, and what followed from it. */
export const askableFields: readonly string[] = [...profileFieldNames, ...enrichedFields];

/** What is wrong with the settings of an enricher. */
export function enricherProblems(
  { url, mapping, credentials }: Partial<CreateEnricher>,
  policy: NetworkPolicy,
): FieldError[] {
  return [
    ...(url === undefined ? [] : urlProblems(url, policy)),
    ...(mapping === undefined ? [] : mappingProblems(mapping)),
    ...(credentials === undefined ? [] : credentialProblems(credentials)),
  ];
}

function urlProblems(url: string, policy: NetworkPolicy): FieldError[] {
  const origin = originOf(url);
  if (origin === null)
    return problem('must be an address whose host no field decides, without user and password');
  const reason = checkUrl(origin, policy);
  if (reason !== null) return problem(reason);
  const unknown = fieldsOf(url).filter((name) => !askableFields.includes(name));
  if (unknown.length > 0)
    return problem(`names ${unknown.join(', ')}; it may name ${askableFields.join(', ')}`);
  return fieldsOf(url).length === 0
    ? problem('must name a field in braces, or every answer would be the same')
    : [];
}

function problem(message: string): FieldError[] {
  return [{ path: 'url', message }];
}

function mappingProblems(mapping: Readonly<Record<string, unknown>>): FieldError[] {
  const entries = Object.entries(mapping);
  if (entries.length === 0 || entries.length > MOST_FIELDS)
    return [{ path: 'mapping', message: `must name 1 to ${MOST_FIELDS} fields` }];
  return entries.flatMap(([field, path]) => {
    const at = `mapping.${field.slice(0, 50)}`;
    if (!FIELD.test(field)) return [{ path: at, message: 'is no name of a field, like employeeCount' }];
    if (askableFields.includes(field))
      return [{ path: at, message: 'is the name of a field that exists already' }];
    return typeof path === 'string' && PATH.test(path)
      ? []
      : [{ path: at, message: 'must say where the value stands, like company.size' }];
  });
}

function credentialProblems(credentials: Readonly<Record<string, unknown>>): FieldError[] {
  const entries = Object.entries(credentials);
  if (entries.length > MOST_HEADERS)
    return [{ path: 'credentials', message: `may name at most ${MOST_HEADERS} headers` }];
  return entries.some(([name, value]) => !HEADER_NAME.test(name) || !HEADER_VALUE.test(String(value)))
    ? [{ path: 'credentials', message: 'must be names of headers and their values' }]
    : [];
}
