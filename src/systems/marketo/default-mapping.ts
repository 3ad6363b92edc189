import type { MappingEntry, ObjectDescription } from '../system.js';

/** A mapping that a fresh instance takes. Company fields are left to the companies, which a lead joins by our key. */
export function defaultLeadMapping(description: ObjectDescription): MappingEntry[] {
  return taken(description, [
    // A shortened address would be somebody else's: too long a one is refused instead.
    { from: 'email', to: 'email' },
    { from: 'firstName', to: 'firstName', transform: { truncate: true } },
    { from: 'lastName', to: 'lastName', transform: { truncate: true } },
    { from: 'title', to: 'title', transform: { truncate: true } },
    { from: 'phone', to: 'phone', transform: { truncate: true } },
    { from: 'country', to: 'country', transform: { truncate: true } },
    { from: 'source', to: 'leadSource', transform: { truncate: true } },
    { from: 'accountKey', to: 'externalCompanyId' },
  ]);
}

export function defaultCompanyMapping(description: ObjectDescription): MappingEntry[] {
  return taken(description, [
    { from: 'name', to: 'company', transform: { truncate: true } },
    // Marketo wants addresses with their protocol.
    { from: 'domain', to: 'website', transform: { template: 'https://{domain}', truncate: true } },
    { from: 'country', to: 'billingCountry', transform: { truncate: true } },
  ]);
}

function taken({ fields }: ObjectDescription, entries: readonly MappingEntry[]): MappingEntry[] {
  return entries.filter(({ to }) => fields.get(to)?.createable === true);
}
