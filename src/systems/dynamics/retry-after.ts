/** Seconds out of a `Retry-After`, null where there is none that counts them, as Dataverse does. */
export function retryAfterOf({
  headers,
}: {
  readonly headers: Readonly<Record<string, string>>;
}): number | null {
  const value = headers['retry-after']?.trim();
  if (value === undefined || value === '') return null;
  const seconds = Number(value);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : null;
}
