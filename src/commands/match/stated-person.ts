import type { StatedPerson } from '../../normalisation/index.js';

/** What a row says of a person; columns that are not there say nothing. */
export function statedPerson(row: Readonly<Record<string, string>>): StatedPerson {
  return {
    firstName: row.first_name,
    lastName: row.last_name,
    email: row.email,
    phone: row.phone,
    country: row.country,
    company: row.company,
    website: row.website,
    title: row.title,
  };
}
