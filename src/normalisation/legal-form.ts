import { legalForms, type LegalForm } from '../../config/legal-forms.js';
import { companyWords } from './company-words.js';

export interface Stripped {
  readonly tokens: readonly string[];
  readonly form: LegalForm | null;
}

interface Spelling {
  readonly words: readonly string[];
  readonly form: LegalForm;
}

/** By the word that stands at the outer end, the longest spelling first, so that `co ltd` wins over `ltd`. */
type Spellings = ReadonlyMap<string, readonly Spelling[]>;

const spellings = legalForms.flatMap((form) =>
  form.written.flatMap(({ text, mayLead }) =>
    [...new Set([text, withoutUmlauts(text)])].map((one) => ({ words: companyWords(one), mayLead, form })),
  ),
);
const trailing = index(spellings, (words) => words.at(-1));
const leading = index(
  spellings.filter(({ mayLead }) => mayLead),
  (words) => words[0],
);

/**
 * Takes the legal forms off both ends of a name; `form` is the one that stood outermost. A name that is
 * nothing but forms keeps its words.
 */
export function stripLegalForms(words: readonly string[]): Stripped {
  let tokens = words;
  let form: LegalForm | null = null;
  for (;;) {
    const spelling = endsWith(tokens);
    if (!spelling) break;
    tokens = tokens.slice(0, -spelling.words.length);
    form ??= spelling.form;
  }
  for (;;) {
    const spelling = startsWith(tokens);
    if (!spelling) return { tokens, form };
    tokens = tokens.slice(spelling.words.length);
    form ??= spelling.form;
  }
}

function endsWith(tokens: readonly string[]): Spelling | undefined {
  return trailing
    .get(tokens.at(-1) ?? '')
    ?.find(
      ({ words }) =>
        words.length < tokens.length &&
        words.every((word, at) => word === tokens[tokens.length - words.length + at]),
    );
}

function startsWith(tokens: readonly string[]): Spelling | undefined {
  return leading
    .get(tokens[0] ?? '')
    ?.find(({ words }) => words.length < tokens.length && words.every((word, at) => word === tokens[at]));
}

function withoutUmlauts(text: string): string {
  return text.replaceAll(/[äöü]/g, (letter) => `${letter.normalize('NFD').charAt(0)}e`);
}

function index(all: readonly Spelling[], end: (words: readonly string[]) => string | undefined): Spellings {
  const byEnd = new Map<string, Spelling[]>();
  for (const spelling of all) {
    const key = end(spelling.words) ?? '';
    byEnd.set(key, [...(byEnd.get(key) ?? []), spelling]);
  }
  for (const found of byEnd.values()) found.sort((one, other) => other.words.length - one.words.length);
  return byEnd;
}
