import { ControlRefused, type FieldValue, type FieldValues } from '../../frame/index.js';
import type { MarketoInstance, ObjectName } from '../instance/instance.js';
import { LIST_FOLDER, type StaticList } from '../instance/static-lists.js';

export interface RecordFilter {
  readonly email?: string;
  /** Whether deleted records are wanted too. */
  readonly deleted: boolean;
}

// What people do in Marketo itself: rules for API users do not hold, and nothing is counted.

export function objectNamed(name: string): ObjectName {
  if (name === 'lead' || name === 'company') return name;
  throw new ControlRefused(`The sandbox has no object ${name}; it has lead and company.`, 404);
}

/** The records of an object, oldest first; with the deleted ones if wanted. */
export function listRecords(
  instance: MarketoInstance,
  object: ObjectName,
  { email, deleted }: RecordFilter,
): { readonly total: number; readonly records: readonly unknown[] } {
  const records = [...instance.table(object).entries()]
    .map(([, record]) => record)
    .filter((record) => deleted || !record.deleted)
    .filter(({ fields }) => email === undefined || sameText(fields['email'], email))
    .map(({ fields, history }) => (instance.settings.keepHistory ? { ...fields, history } : fields));
  return { total: records.length, records };
}

/** Types in a record and answers its id. Throws {@link ControlRefused}. */
export function typeIn(
  instance: MarketoInstance,
  object: ObjectName,
  given: Record<string, unknown>,
): string {
  return instance.insert(object, 'control', readByHand(instance, object, given));
}

/** Changes a record. Throws {@link ControlRefused}. */
export function changeByHand(
  instance: MarketoInstance,
  object: ObjectName,
  id: string,
  given: Record<string, unknown>,
): void {
  if (!instance.table(object).live(id)) throw notThere(object, id);
  instance.modify(object, id, 'control', readByHand(instance, object, given));
}

/** Deletes a record. Throws {@link ControlRefused}. */
export function removeByHand(instance: MarketoInstance, object: ObjectName, id: string): void {
  if (!instance.remove(object, id, 'control')) throw notThere(object, id);
}

/** Makes a static list and answers its id. Throws {@link ControlRefused}. */
export function typeInList(instance: MarketoInstance, { name }: Record<string, unknown>): string {
  if (typeof name !== 'string' || name === '') throw new ControlRefused('name must be a text.');
  if (instance.lists.named(name)) throw new ControlRefused(`There is a list named ${name} already.`);
  return instance.lists.add(name, LIST_FOLDER).id;
}

export function membersOf({ id, name, members }: StaticList): object {
  return { id, name, members: [...members] };
}

function readByHand(
  instance: MarketoInstance,
  object: ObjectName,
  given: Record<string, unknown>,
): FieldValues {
  const known = new Set(instance.fieldsOf(object).map(({ name }) => name));
  const values = Object.entries(given).map(([name, value]): [string, FieldValue] => {
    if (!known.has(name) || name === 'id')
      throw new ControlRefused(`${object} has no field ${name} to be set.`);
    if (value !== null && !['string', 'number', 'boolean'].includes(typeof value)) {
      throw new ControlRefused(`${name} must be text, a number, true, false or null.`);
    }
    return [name, plain(value)];
  });
  return Object.fromEntries(values);
}

function plain(value: unknown): FieldValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function sameText(value: FieldValue | undefined, text: string): boolean {
  return typeof value === 'string' && value.toLowerCase() === text.toLowerCase();
}

function notThere(object: ObjectName, id: string): ControlRefused {
  return new ControlRefused(`There is no ${object} ${id}.`, 404);
}
