import { readRowErrors } from './row-error.js';

describe('an error of a row of a bulk job', () => {
  it.each([
    [
      'REQUIRED_FIELD_MISSING:Required fields are missing: [Company]:Company --',
      'REQUIRED_FIELD_MISSING',
      'Required fields are missing: [Company]',
      ['Company'],
    ],
    [
      'INVALID_EMAIL_ADDRESS:Email: invalid email address: badone:Email --',
      'INVALID_EMAIL_ADDRESS',
      'Email: invalid email address: badone',
      ['Email'],
    ],
    [
      'UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record:--',
      'UNABLE_TO_LOCK_ROW',
      'unable to obtain exclusive access to this record',
      [],
    ],
    [
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY:T: execution of BeforeInsert\n\ncaused by: X.Y:--',
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
      'T: execution of BeforeInsert\n\ncaused by: X.Y',
      [],
    ],
    [
      'FIELD_INTEGRITY_EXCEPTION:a or b:LeadId ContactId --',
      'FIELD_INTEGRITY_EXCEPTION',
      'a or b',
      ['LeadId', 'ContactId'],
    ],
    ['something else', 'UNKNOWN', 'something else', []],
  ])('%j is read', (text, code, message, fields) => {
    expect(readRowErrors(text)).toEqual([{ code, message, fields, status: null }]);
  });

  it('may stand beside others', () => {
    const errors = readRowErrors('STRING_TOO_LONG:Title: too long:Title --\nINVALID_FIELD:x:--');
    expect(errors.map(({ code }) => code)).toEqual(['STRING_TOO_LONG', 'INVALID_FIELD']);
  });

  it('is none where the cell is empty', () => {
    expect(readRowErrors('')).toEqual([]);
  });
});
