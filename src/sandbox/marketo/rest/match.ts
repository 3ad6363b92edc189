import type { MarketoInstance, ObjectName } from '../instance/instance.js';

/**
 * Ids of the records with this value that a call sees: those that stood there when it arrived. Two calls that
 * overlap do not see each other's, which is how Marketo makes two leads of one person ("Leads", Sync Leads).
 */
export function idsWith(
  instance: MarketoInstance,
  object: ObjectName,
  field: string,
  value: string,
  seenId: number,
): readonly string[] {
  const table = instance.table(object);
  if (field === 'id') return table.live(value) && Number(value) <= seenId ? [value] : [];
  const ids = table.isIndexed(field)
    ? table.idsWith(field, value)
    : [...table.entries()]
        .filter(([, { deleted, fields }]) => !deleted && folded(fields[field]) === folded(value))
        .map(([id]) => id);
  return ids.filter((id) => Number(id) <= seenId);
}

function folded(value: unknown): string {
  return String(value ?? '').toLowerCase();
}
