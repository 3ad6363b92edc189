import * as fc from 'fast-check';
import { normalisePerson, type StatedPerson } from '../../normalisation/index.js';
import { prepareNode, type PreparedNode } from './prepared-node.js';

export function node(id: string, person: StatedPerson, contactId?: string): PreparedNode {
  const identities = contactId === undefined ? [] : [{ namespace: 'crm', value: contactId }];
  return prepareNode({ id, person: normalisePerson(person), identities });
}

const maybe = (...values: readonly string[]) => fc.constantFrom<string | null>(null, ...values);

/** People who resemble one another, so that every comparison has something to compare. */
export const statedPerson: fc.Arbitrary<StatedPerson> = fc.record({
  firstName: maybe('Anna', 'Ana', 'A.', 'Robert', 'Bob', 'Jürgen'),
  lastName: maybe('Berg', 'Bergh', 'Müller', 'Mueller', 'Anna'),
  email: maybe(
    'anna.berg@acme.com',
    'anna.berg2@acme.com',
    'info@acme.com',
    'annaberg@gmail.com',
    'bob87@gmx.de',
  ),
  phone: maybe('+49 30 901820', '+1 415 200 1234', '+1 415 200 1235'),
  country: maybe('DE', 'US'),
  company: maybe('Acme', 'Acme GmbH', 'Acme Media', 'Globex'),
  website: maybe('acme.com'),
  title: maybe('CEO', 'Head of Sales', 'Head of HR'),
});

export const preparedNodes: fc.Arbitrary<readonly PreparedNode[]> = fc
  .array(
    fc.record({ person: statedPerson, contact: fc.option(fc.constantFrom('1', '2'), { nil: undefined }) }),
    {
      minLength: 2,
      maxLength: 8,
    },
  )
  .map((people) => people.map(({ person, contact }, index) => node(`n${index}`, person, contact)));
