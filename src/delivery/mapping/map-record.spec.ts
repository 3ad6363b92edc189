import * as fc from 'fast-check';
import type { MappingEntry, ObjectDescription, RemoteField } from '../../systems/index.js';
import { mapRecord, missingOnCreate } from './map-record.js';

function field(name: string, said: Partial<RemoteField> = {}): RemoteField {
  return {
    name,
    label: name,
    type: 'text',
    maxLength: null,
    requiredOnCreate: false,
    createable: true,
    updateable: true,
    externalId: false,
    unique: false,
    allowedValues: null,
    ...said,
  };
}

const describing = (...fields: RemoteField[]): ObjectDescription => ({
  object: 'lead',
  fields: new Map(fields.map((one) => [one.name, one])),
});

function valueFor(
  entry: Omit<MappingEntry, 'to'>,
  fields: Record<string, string | null>,
  said: Partial<RemoteField> = {},
) {
  const result = mapRecord(fields, [{ ...entry, to: 'To' }], describing(field('To', said)));
  return result.ok ? result.mapped.get('To')?.value : result.failure.code;
}

describe('mapRecord', () => {
  it.each([
    [{ company: 'Contoso' }, 'Contoso'],
    [{ company: '', corporateDomain: 'contoso.com' }, 'contoso.com'],
    [{}, '[not provided]'],
  ])('falls back from %j to %s', (fields, expected) => {
    const transform = { fallback: ['accountName', 'corporateDomain'], constant: '[not provided]' };
    expect(valueFor({ from: 'company', transform }, fields)).toBe(expected);
  });

  it('leaves out template lines all of whose places are empty', () => {
    const template = '{description}\nLead source: {leadSource}\nOffer: {offer} ({action})';
    const fields = { description: null, leadSource: 'AzurePortal-Create|', offer: null, action: 'Create' };
    expect(valueFor({ from: 'description', transform: { template } }, fields)).toBe(
      'Lead source: AzurePortal-Create|\nOffer:  (Create)',
    );
    expect(valueFor({ from: 'description', transform: { template } }, {})).toBeNull();
  });

  it('rejects what is too long, unless the mapping truncates', () => {
    const fields = { title: 'Chief' };
    expect(valueFor({ from: 'title' }, fields, { maxLength: 3 })).toBe('too-long');
    expect(valueFor({ from: 'title', transform: { truncate: true } }, fields, { maxLength: 3 })).toBe('Chi');
  });

  it('tells what it cut, and nothing else', () => {
    const entry: MappingEntry = { from: 'title', to: 'To', transform: { truncate: true } };
    const cutsOf = (title: string) => {
      const result = mapRecord({ title }, [entry], describing(field('To', { maxLength: 3 })));
      return result.ok && result.cuts;
    };
    expect(cutsOf('Chief')).toEqual([{ field: 'To', from: 5, to: 3 }]);
    expect(cutsOf('CTO')).toEqual([]);
  });

  it('joins the values that there are', () => {
    const transform = { concat: { fields: ['firstName', 'lastName'], separator: ' ' } };
    expect(valueFor({ from: 'firstName', transform }, { firstName: 'Ann', lastName: 'Lee' })).toBe('Ann Lee');
    expect(valueFor({ from: 'firstName', transform }, { firstName: '', lastName: 'Lee' })).toBe('Lee');
    expect(valueFor({ from: 'firstName', transform }, {})).toBeNull();
  });

  it('writes neither a value that a step cannot read nor an empty one in its place', () => {
    const entry: MappingEntry = {
      from: 'country',
      to: 'To',
      transform: { steps: ['country-code'] },
      write: 'always',
    };
    const result = mapRecord({ country: 'Atlantis' }, [entry], describing(field('To')));
    expect(result.ok && [...result.mapped.keys()]).toEqual([]);
    expect(
      valueFor({ from: 'country', transform: { steps: ['country-code'], constant: 'US' } }, { country: '?' }),
    ).toBe('US');
  });

  it.each<[string, Partial<RemoteField>, unknown]>([
    ['250', { type: 'number' }, 250],
    ['many', { type: 'number' }, 'wrong-type'],
    ['TRUE', { type: 'boolean' }, true],
    ['perhaps', { type: 'boolean' }, 'wrong-type'],
  ])('makes of %s what the field wants, or refuses it: %j', (title, said, expected) => {
    expect(valueFor({ from: 'title' }, { title }, said)).toBe(expected);
  });

  it('never truncates through the middle of a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.integer({ min: 1, max: 20 }),
        (title, maxLength) => {
          const value = valueFor({ from: 'title', transform: { truncate: true } }, { title }, { maxLength });
          expect(Buffer.from(String(value)).toString()).toBe(String(value));
        },
      ),
      { examples: [['ab\u{1F600}', 3]] },
    );
  });

  it('rejects what a restricted picklist does not have, and a field that is not there', () => {
    expect(valueFor({ from: 'country' }, { country: 'France' }, { allowedValues: ['FR'] })).toBe(
      'not-in-picklist',
    );
    expect(mapRecord({}, [{ from: 'title', to: 'Gone__c' }], describing())).toMatchObject({
      ok: false,
      failure: { code: 'unknown-field', field: 'Gone__c' },
    });
  });

  it('gives equal hashes to equal records, in whatever order they are mapped', () => {
    const mapping: MappingEntry[] = [
      { from: 'title', to: 'A' },
      { from: 'company', to: 'B' },
    ];
    const hashOf = (entries: MappingEntry[], fields: Record<string, string>) => {
      const result = mapRecord(fields, entries, describing(field('A'), field('B')));
      return result.ok && result.hash.toString('hex');
    };
    const fields = { title: 'CTO', company: 'Contoso' };
    expect(hashOf(mapping.toReversed(), fields)).toBe(hashOf(mapping, fields));
    expect(hashOf(mapping, { ...fields, title: 'CEO' })).not.toBe(hashOf(mapping, fields));
  });
});

describe('missingOnCreate', () => {
  it('names the required field that has no value', () => {
    const description = describing(field('Company', { requiredOnCreate: true }));
    const result = mapRecord({ company: null }, [{ from: 'company', to: 'Company' }], description);
    expect(result.ok && missingOnCreate(result.mapped, description)).toMatchObject({ field: 'Company' });
  });
});
