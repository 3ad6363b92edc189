import type { WriteOperation } from '../system.js';
import { multipart, sortIntoFiles } from './import-files.js';
import { readSettings } from './settings.js';
import { create, creates, person } from './sandbox.fixture.js';

const settings = (config = {}) =>
  readSettings({ config: { baseUrl: 'https://123-abc-456.mktorest.com', ...config }, credentials: {} });
const filesOf = (operations: readonly WriteOperation[], config = {}) =>
  sortIntoFiles(operations, settings(config), 1);

describe('Sorting records into files', () => {
  it('puts rows together that have values for the very same columns, what tells them apart first', () => {
    const { files, others } = filesOf([
      create(1, { lastName: 'A', email: 'a@x.example', firstName: 'One' }),
      create(2, { email: 'b@x.example', lastName: 'B', firstName: null }),
      create(3, { firstName: 'Three', email: 'c@x.example', lastName: 'C', title: '' }),
      { id: 'u', operation: 'update', remoteId: '7', fields: { lastName: 'D' } },
    ]);
    expect(files.map(({ lookupField, csv }) => [lookupField, csv])).toEqual([
      ['email', '"email","firstName","lastName"\r\n"a@x.example","One","A"\r\n"c@x.example","Three","C"\r\n'],
      ['email', '"email","lastName"\r\n"b@x.example","B"\r\n'],
      ['id', '"id","lastName"\r\n"7","D"\r\n'],
    ]);
    expect(others).toEqual([]);
  });

  it('leaves to calls what a file cannot say', () => {
    const cannot: WriteOperation[] = [
      { id: 'removed', operation: 'remove', remoteId: '1' },
      { id: 'cleared', operation: 'update', remoteId: '2', fields: { title: null } },
      { id: 'idle', operation: 'update', remoteId: '3', fields: {} },
      create(4, { lastName: 'Nobody' }),
      create(5, { email: 'jürgen@x.example' }),
      { ...create(6, { email: person(6).email.toUpperCase() }), id: 'twice' },
    ];
    const { files, others } = filesOf([create(6), ...cannot]);
    expect(others).toEqual(cannot);
    expect(files).toHaveLength(1);
  });

  it('leaves to calls what would make a file too small', () => {
    const { files, others } = sortIntoFiles(
      [...creates(5), create(9, { email: 'x@x.example' })],
      settings(),
      2,
    );
    expect(files.map(({ operations }) => operations.length)).toEqual([5]);
    expect(others.map(({ id }) => id)).toEqual(['id-9']);
  });

  it('creates nobody where it is set to update only', () => {
    expect(filesOf(creates(3), { creation: 'update-only' }).files).toEqual([]);
  });

  it('stamps our key where there is a field for it, and takes back no opt-out', () => {
    const fields = { ...person(1), unsubscribed: false };
    const [file] = filesOf([create(1, fields)], { keyField: 'tributaryId' }).files;
    expect(file?.csv.split('\r\n')[0]).toBe('"email","firstName","lastName","tributaryId"');
  });

  it('keeps files below 10 MB', () => {
    const address = 'x'.repeat(30_000);
    const operations = Array.from({ length: 700 }, (_, number) =>
      create(number, { ...person(number), address }),
    );
    const { files } = filesOf(operations);
    expect(files.length).toBe(3);
    expect(files.every(({ csv }) => Buffer.byteLength(multipart(csv).content) < 10_000_000)).toBe(true);
    expect(files.flatMap((file) => file.operations)).toHaveLength(700);
  });
});
