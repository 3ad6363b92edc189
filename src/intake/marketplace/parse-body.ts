import { isRecord, parseJson } from '../reading/json.js';
import type { Note } from '../reading/warnings.js';
import { bodyWarnings as odd } from './warnings.js';

/** A body's keys and values in their order; a form may hold a key twice. */
export type BodyEntries = readonly (readonly [key: string, value: unknown])[];

export type ParsedBody =
  | { readonly kind: 'entries'; readonly entries: BodyEntries }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Why a body is no lead, for people; never quotes the body. */
export const unreadableReasons = {
  empty: 'The body is empty.',
  notAnObject: 'The body is JSON but not an object, so it has no fields to read.',
  cutOff: 'The body starts as a JSON object but does not end as one; it may have been cut off.',
  invalidJson:
    'The body starts like JSON but is not valid JSON: a comma, a quote or a bracket may be missing or misplaced.',
  unknownFormat: 'The body is neither a JSON object nor a web form.',
  noField: 'The body was read, but none of its fields is a field of a lead.',
} as const;

/**
 * Tells JSON from a form (`application/x-www-form-urlencoded`) by the text itself, since no
 * documentation says which content type the marketplace sends.
 */
export function parseBody(text: string, note: Note): ParsedBody {
  const trimmed = text.trim();
  if (trimmed === '') return unreadable('empty');
  const json = parseJson(trimmed);
  if (json !== undefined) {
    return isRecord(json) ? { kind: 'entries', entries: Object.entries(json) } : unreadable('notAnObject');
  }
  if (/^[{["]/.test(trimmed)) return unreadable(isCutOff(trimmed) ? 'cutOff' : 'invalidJson');
  if (!/^[\w%.+[\]-]+=/.test(trimmed)) return unreadable('unknownFormat');
  return { kind: 'entries', entries: parseForm(trimmed, note) };
}

export function unreadable(reason: keyof typeof unreadableReasons): ParsedBody & { kind: 'unreadable' } {
  return { kind: 'unreadable', reason: unreadableReasons[reason] };
}

function isCutOff(text: string): boolean {
  return text.startsWith('{') && !text.endsWith('}');
}

function parseForm(text: string, note: Note): BodyEntries {
  const entries = [...new URLSearchParams(text)];
  const escapesBroke = !text.includes('\uFFFD') && entries.some(([, value]) => value.includes('\uFFFD'));
  if (escapesBroke) note(odd.textInvalid('UTF-8'));
  return entries;
}
