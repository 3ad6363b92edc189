import type { MappingEntry, RemoteField } from '../../systems/index.js';
import { mappingFaults } from './mapping-fit.js';

function field(name: string, said: Partial<RemoteField> = {}): RemoteField {
  return {
    name,
    label: name,
    type: 'text',
    maxLength: 255,
    requiredOnCreate: false,
    createable: true,
    updateable: true,
    externalId: false,
    unique: false,
    allowedValues: null,
    ...said,
  };
}

const fields = [
  field('Title', { maxLength: 10 }),
  field('Rating', { type: 'picklist', allowedValues: ['Hot', 'Cold'] }),
  field('Employees', { type: 'number', maxLength: null }),
  field('OptOut', { type: 'boolean', maxLength: null }),
  field('Since', { type: 'datetime', maxLength: null }),
  field('Owner', { type: 'reference', maxLength: 18 }),
  field('Formula', { createable: false, updateable: false }),
];
const object = { object: 'lead', fields: new Map(fields.map((one) => [one.name, one])) };
const faultsOf = (entry: MappingEntry) => mappingFaults([entry], object);

describe('A mapping held against the live system', () => {
  it.each<MappingEntry>([
    { from: 'title', to: 'Title' },
    { from: 'doNotContact', to: 'OptOut' },
    { from: 'lastSeenAt', to: 'Since' },
    { from: 'title', to: 'OptOut', transform: { steps: [{ lookup: { table: { ceo: true } } }] } },
    { from: 'title', to: 'Rating', transform: { steps: [{ lookup: { table: { ceo: 'Hot' } } }] } },
    { from: 'seniority', to: 'Employees' },
  ])('fits: %j', (entry) => expect(faultsOf(entry)).toEqual([]));

  it.each<[MappingEntry, string, RegExp]>([
    [{ from: 'title', to: 'Gone' }, 'mapping[0].to', /not a field .* Create it there/],
    [{ from: 'title', to: 'Formula' }, 'mapping[0].to', /cannot be written/],
    [{ from: 'title', to: 'OptOut' }, 'mapping[0].to', /boolean, and title is a text.*lookup table/],
    [{ from: 'title', to: 'Employees' }, 'mapping[0].to', /number/],
    [{ from: 'company', to: 'Since' }, 'mapping[0].to', /datetime/],
    [{ from: 'company', to: 'Owner' }, 'mapping[0].to', /reference/],
    [
      { from: 'lastSeenAt', to: 'Since', transform: { template: 'since {lastSeenAt}' } },
      'mapping[0].to',
      /datetime/,
    ],
    [
      { from: 'title', to: 'Rating', transform: { constant: 'Warm' } },
      'mapping[0].transform.constant',
      /without “Warm”.*Hot, Cold/,
    ],
    [
      { from: 'title', to: 'Rating', transform: { steps: [{ lookup: { table: { ceo: 'Boiling' } } }] } },
      'mapping[0].transform.steps[0].lookup.table.ceo',
      /without “Boiling”/,
    ],
    [
      { from: 'title', to: 'Title', transform: { constant: 'Chief Executive' } },
      'mapping[0].transform.constant',
      /15 characters; Title takes 10/,
    ],
    [{ from: 'email', to: 'Title', transform: { steps: ['sha256'] } }, 'mapping[0].transform.steps', /64/],
    [
      {
        from: 'title',
        to: 'Employees',
        transform: { steps: [{ lookup: { table: { a: 1 }, otherwise: 'x' } }] },
      },
      'mapping[0].transform.steps[0].lookup.otherwise',
      /numbers only/,
    ],
  ])('does not fit: %j', (entry, path, message) => {
    expect(faultsOf(entry)).toEqual([{ path, message: expect.stringMatching(message) }]);
  });

  it('names the field that a new record must have and nothing is mapped to', () => {
    const demanding = {
      ...object,
      fields: new Map([['Company', field('Company', { requiredOnCreate: true })]]),
    };
    expect(mappingFaults([], demanding)).toEqual([
      { path: 'mapping', message: expect.stringContaining('Company') },
    ]);
  });

  it('says of an opt-out that nobody can see that it would be lost', () => {
    expect(faultsOf({ from: 'doNotContact', to: 'HasOptedOutOfEmail' })[0]?.message).toContain('lost');
  });
});
