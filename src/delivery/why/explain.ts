import type { FieldValue, MappingEntry } from '../../systems/index.js';

/** A lead that said a value. */
export interface SaidBy {
  readonly eventId: string;
  readonly sourceId: string | null;
  readonly sourceName: string | null;
  readonly receivedAt: Date | null;
  /** As it was sent. */
  readonly leadSource: string | null;
}

/** A field of the record that the value over there came from. */
export interface Origin {
  readonly field: string;
  readonly value: string | null;
  /** By which it survived: a rule of survivorship, `manual-lock`, or null for what follows from others. */
  readonly rule: string | null;
  /** Who locked it. */
  readonly lockedBy: string | null;
  /** How it was found, where no lead said it: a step of enrichment, and the field that told it. */
  readonly follows: { readonly step: string; readonly from: string } | null;
  readonly said: SaidBy | null;
  /** Other values that it won over. */
  readonly over: readonly { readonly value: string; readonly eventId: string | null; readonly at: string }[];
}

/** The send that wrote a value. */
export interface WrittenBy {
  readonly at: Date;
  readonly runId: string;
  readonly outcome: string;
  /** What stood there before; undefined where nothing did, or where it was forgotten. */
  readonly before?: FieldValue;
}

export interface Explained {
  readonly field: string;
  readonly value: FieldValue;
  readonly written: WrittenBy | null;
  readonly mapping: MappingEntry | null;
  readonly origins: readonly Origin[];
}

/** The fields of a record that an entry reads, in the order in which it does. */
export function fieldsReadBy({ from, transform }: MappingEntry): string[] {
  if (transform?.template === undefined) return [from, ...(transform?.fallback ?? [])];
  return [...new Set([...transform.template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))];
}

/** Those that gave the value: all places of a template, else the first that has one. */
export function originsOf(entry: MappingEntry, known: (field: string) => Origin): Origin[] {
  const origins = fieldsReadBy(entry).map(known);
  if (entry.transform?.template !== undefined) return origins;
  const given = origins.find(({ value }) => value !== null && value !== '');
  return given ? [given] : [];
}

/** The way of a value from over there back to what was received, a sentence a step. */
export function sentences({ field, value, written, mapping, origins }: Explained): string[] {
  return [
    `${field} holds ${quoted(value)}, as Tributary last wrote or saw it.`,
    writtenSentence(written),
    mappingSentence(field, mapping, origins),
    ...origins.flatMap((origin) => originSentences(origin)),
  ];
}

function writtenSentence(written: WrittenBy | null): string {
  if (!written)
    return 'No send that is still on record wrote it: it stood there already, or the send is long past.';
  const before = written.before === undefined ? '' : `; before it held ${quoted(written.before)}`;
  return `Run ${written.runId} wrote it at ${written.at.toISOString()} (the record was ${written.outcome})${before}.`;
}

function mappingSentence(field: string, mapping: MappingEntry | null, origins: readonly Origin[]): string {
  if (!mapping) return `The mapping of the sync does not write ${field} any more.`;
  const policy = `write policy “${mapping.write ?? 'fill-blank'}”`;
  const { transform } = mapping;
  if (transform?.template !== undefined)
    return `The mapping fills the template “${transform.template}” into it, ${policy}.`;
  const [given] = origins;
  if (!given) {
    return transform?.constant === undefined
      ? `The mapping writes ${mapping.from} to it, which has no value, ${policy}.`
      : `The mapping writes ${quoted(transform.constant)} to it where ${fieldsReadBy(mapping).join(' and ')} have no value, ${policy}.`;
  }
  const fallback = given.field === mapping.from ? '' : `, because ${mapping.from} has no value`;
  return `The mapping writes ${given.field} to it${fallback}, ${policy}.`;
}

function originSentences(origin: Origin): string[] {
  const { field, value, rule, lockedBy, follows, said, over } = origin;
  if (follows) return [`${field} is ${quoted(value)}: it follows from ${follows.from} (${follows.step}).`];
  if (lockedBy !== null) return [`${field} is ${quoted(value)}: the key “${lockedBy}” locked it.`];
  if (rule === null) return [`${field} is ${quoted(value)}.`];
  const won =
    over.length === 0
      ? 'no lead said otherwise'
      : `it won over ${over.map((one) => quoted(one.value)).join(', ')}`;
  return [
    `${field} is ${quoted(value)} by the rule “${rule}”; ${won}.`,
    ...(said ? [saidSentence(field, said)] : []),
  ];
}

function saidSentence(field: string, { eventId, sourceName, receivedAt, leadSource }: SaidBy): string {
  const source = sourceName === null ? 'a source' : `the source “${sourceName}”`;
  const at = receivedAt === null ? '' : ` received at ${receivedAt.toISOString()}`;
  const raw = leadSource === null ? '' : `, LeadSource “${leadSource}”`;
  return `${field} was said by lead ${eventId} from ${source}${at}${raw}.`;
}

function quoted(value: FieldValue): string {
  if (value === null) return 'nothing';
  return typeof value === 'string' ? `“${value}”` : String(value);
}
