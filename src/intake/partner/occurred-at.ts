const ISO_8601 =
  /^(\d{4}-\d{2}-(\d{2}))(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** The time that a text in ISO 8601 names, in UTC where it names no offset; null for any other text. */
export function occurredAt(text: string): Date | null {
  const [, date, day, time = '00:00', offset = 'Z'] = ISO_8601.exec(text) ?? [];
  if (date === undefined || new Date(`${date}T00:00Z`).getUTCDate() !== Number(day)) return null;
  const at = new Date(`${date}T${time.replace(',', '.')}${withMinutes(offset)}`);
  return Number.isNaN(at.getTime()) ? null : at;
}

function withMinutes(offset: string): string {
  const [, hours, minutes = '00'] = /^([+-]\d{2}):?(\d{2})?$/.exec(offset) ?? [];
  return hours === undefined ? 'Z' : `${hours}:${minutes}`;
}
