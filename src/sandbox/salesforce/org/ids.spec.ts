import * as fc from 'fast-check';
import { canonicalId, recordId } from './ids.js';

describe('record ids', () => {
  it('take the checksum that Salesforce appends', () => {
    expect(canonicalId('001A0000006Vm9r')).toBe('001A0000006Vm9rIAC');
    expect(canonicalId('001A0000006Vm9rIAC')).toBe('001A0000006Vm9rIAC');
  });

  it.each(['', '00Q', '001A0000006Vm9rIAD', '001a0000006vm9rIAC', '001A0000006Vm9r-', '001A0000006Vm9rI'])(
    'are not recognised in %j',
    (text) => expect(canonicalId(text)).toBeNull(),
  );

  it('differ for different numbers and survive the way through 15 characters', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (a, b) => {
        const id = recordId('00Q', a);
        expect(canonicalId(id.slice(0, 15))).toBe(id);
        expect(recordId('00Q', b).toLowerCase() === id.toLowerCase()).toBe(a === b);
      }),
    );
  });
});
