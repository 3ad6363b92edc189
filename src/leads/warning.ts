/**
 * Something odd about a lead that was read all the same: a stable code in kebab-case for programs, a
 * sentence for people. A message never holds what a lead says about a person.
 */
export interface Warning {
  readonly code: string;
  readonly message: string;
}
