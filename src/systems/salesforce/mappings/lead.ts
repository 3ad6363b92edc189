import type { MappingEntry, ObjectDescription, SystemConfig } from '../../system.js';
import { lastName, personEntries } from './person.js';

/** A mapping that a fresh org takes: `Company` and `LastName`, which it demands, are never empty. */
export function defaultLeadMapping(description: ObjectDescription, config: SystemConfig): MappingEntry[] {
  const company: MappingEntry = {
    from: 'company',
    to: 'Company',
    transform: {
      fallback: ['accountName', 'corporateDomain'],
      constant: String(config.unknownCompany ?? '[not provided]'),
      truncate: true,
    },
  };
  return [company, lastName, ...personEntries(description, '')];
}
