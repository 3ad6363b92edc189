import * as fc from 'fast-check';
import { noSettings } from '../../enrichment/index.js';
import type { RemoteField } from '../../systems/index.js';
import { personCandidate } from '../planning/planning.fixture.js';
import { mapRecord } from './map-record.js';
import { recordOf } from './record.js';

const title: RemoteField = {
  name: 'Title',
  label: 'Title',
  type: 'text',
  maxLength: 5,
  requiredOnCreate: false,
  createable: true,
  updateable: true,
  externalId: false,
  unique: false,
  allowedValues: null,
};

describe('A value that is cut to the length of its field', () => {
  it('fits, begins like the whole, and is cut through no character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (value) => {
        const fields = recordOf(personCandidate({ title: value }), noSettings);
        const description = { object: 'lead', fields: new Map([['Title', title]]) };
        const result = mapRecord(
          fields,
          [{ from: 'title', to: 'Title', transform: { truncate: true } }],
          description,
        );
        const cut = String((result.ok && result.mapped.get('Title')?.value) || '');
        expect(result.ok).toBe(true);
        expect(cut.length).toBeLessThanOrEqual(5);
        expect(value.startsWith(cut)).toBe(true);
        expect(cut).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });
});
