import type { MappingEntry, ObjectDescription, SystemConfig } from '../../system.js';
import { countryEntry, takenBy } from './person.js';

/** `Name`, which a fresh org demands, is never empty. */
export function defaultAccountMapping(description: ObjectDescription, config: SystemConfig): MappingEntry[] {
  const name: MappingEntry = {
    from: 'name',
    to: 'Name',
    transform: {
      fallback: ['domain'],
      constant: String(config.unknownCompany ?? '[not provided]'),
      truncate: true,
    },
  };
  const website: MappingEntry = { from: 'domain', to: 'Website' };
  return [
    name,
    ...[website, countryEntry(description, 'Billing')].filter(({ to }) => takenBy(description)(to)),
  ];
}
