import { fold, withoutInvisible } from './text.js';

/** No field of a person is longer; what is longer is a text that ended up in the wrong field. */
const LONGEST = 500;

/** What people and forms put where a value was asked for and there is none, folded. */
const placeholders: ReadonlySet<string> = new Set([
  'anonymous',
  'asdf',
  'asdfasdf',
  'blank',
  'desconhecido',
  'desconocido',
  'dummy',
  'empty',
  'inconnu',
  'k a',
  'keine angabe',
  'n a',
  'nao informado',
  'nicht angegeben',
  'nieznany',
  'nil',
  'no data',
  'no name',
  'non renseigne',
  'none',
  'not applicable',
  'not available',
  'not given',
  'not known',
  'not provided',
  'not specified',
  'null',
  'onbekend',
  'qwerty',
  'sconosciuto',
  'sin datos',
  'tba',
  'tbd',
  'test',
  'test test',
  'testing',
  'ukendt',
  'ukjent',
  'unbekannt',
  'undefined',
  'unknown',
  'unspecified',
  'okand',
]);
const FILLER = /^(?:x{2,}|asdf\w*)$/;

/** A value as it was said, trimmed; null for what only fills the field: `n/a`, `[not provided]`, `-`, `xxx`. */
export function said(raw: string | null | undefined): string | null {
  if (!raw || raw.length > LONGEST) return null;
  const folded = fold(raw);
  return folded === '' || placeholders.has(folded) || FILLER.test(folded)
    ? null
    : withoutInvisible(raw).trim();
}
