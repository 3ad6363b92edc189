import { affiliation } from './affiliation.js';
import type { Comparison } from './comparison.js';
import { country } from './country.js';
import { identity } from './identity.js';
import { mailbox } from './mailbox.js';
import { name } from './name.js';
import { phone } from './phone.js';
import { title } from './title.js';

export type { Comparison, FrequencyField, Level } from './comparison.js';
export { affiliation, employerAt, LETTERS_OF_SHORT_FORM } from './affiliation.js';
export { areColleagues, differInNumber, isNamesakes } from './mailbox.js';
export { conflicts } from './name.js';

/** In the order in which a waterfall tells them. */
export const comparisons: readonly Comparison[] = [
  identity,
  name,
  mailbox,
  phone,
  affiliation,
  title,
  country,
];
