import type { MappingEntry } from '../system.js';

/** The three that Demandbase tells accounts by. The id stays the same for a company; one of a CRM may take its place. */
export function defaultAccountMapping(): MappingEntry[] {
  return [
    { from: 'name', to: 'Account Name', write: 'always' },
    { from: 'domain', to: 'Account Domain', write: 'always' },
    { from: 'accountId', to: 'External Account ID', write: 'always' },
  ];
}

/** The id is left to the key of the record, which stays the same for a person. */
export function defaultPersonMapping(): MappingEntry[] {
  return [
    { from: 'email', to: 'Email', write: 'always' },
    { from: 'firstName', to: 'First Name', write: 'never-null' },
    { from: 'lastName', to: 'Last Name', write: 'never-null' },
    { from: 'accountName', to: 'Account Name', transform: { fallback: ['company'] }, write: 'never-null' },
    { from: 'corporateDomain', to: 'Account Domain', write: 'never-null' },
    { from: 'title', to: 'Title', write: 'never-null' },
  ];
}
