/** The host of a website as people type it, e.g. `acme.com` for `https://www.Acme.com/de`; null where there is none. */
export function hostOf(website: string | null): string | null {
  const [, host] =
    /^(?:[a-z][a-z\d+.-]*:)?(?:\/\/)?(?:www\.)?([^/?#:\s]+)/i.exec(website?.trim() ?? '') ?? [];
  return host?.includes('.') ? host.toLowerCase().replace(/\.$/, '') : null;
}

/** The host and all domains it is below, the last label alone left out. */
export function domainsOf(website: string | null): string[] {
  const labels = hostOf(website)?.split('.') ?? [];
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
}
