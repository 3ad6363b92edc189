import * as fc from 'fast-check';
import { RecordTable } from './table.js';

const id = fc.constantFrom('a', 'b', 'c', 'd');
const email = fc.option(fc.constantFrom('x@y.z', 'X@Y.Z', 'q@y.z'), { nil: null });
const write = fc.record({ id, email, deleted: fc.boolean() });

function contents(table: RecordTable): unknown {
  return [...table.entries()].toSorted(([a], [b]) => a.localeCompare(b));
}

function scan(table: RecordTable, wanted: string): string[] {
  const fits = [...table.entries()].filter(
    ([, { fields, deleted }]) => !deleted && String(fields['Email']).toLowerCase() === wanted,
  );
  return fits.map(([key]) => key).toSorted();
}

describe('RecordTable', () => {
  it('finds by index what a scan finds, whatever was written', () => {
    fc.assert(
      fc.property(fc.array(write), (writes) => {
        const table = new RecordTable(['Email']);
        for (const { id: key, email: value, deleted } of writes) {
          table.put(key, { fields: { Email: value }, deleted, history: [] });
        }
        for (const wanted of ['x@y.z', 'q@y.z']) {
          expect([...table.idsWith('Email', wanted.toUpperCase())].toSorted()).toEqual(scan(table, wanted));
        }
        expect(table.size).toBe([...table.entries()].filter(([, record]) => !record.deleted).length);
      }),
    );
  });

  it('is what it was after all writes are undone, last first', () => {
    fc.assert(
      fc.property(fc.array(write), fc.array(write), (before, after) => {
        const table = new RecordTable(['Email']);
        const put = ({ id: key, email: value, deleted }: (typeof before)[number]) =>
          table.put(key, { fields: { Email: value }, deleted, history: [] });
        before.forEach(put);
        const [was, size] = [contents(table), table.size];
        const undo = after.map(put);
        for (const step of undo.toReversed()) step();
        expect(contents(table)).toEqual(was);
        expect(table.size).toBe(size);
        expect([...table.idsWith('Email', 'x@y.z')].toSorted()).toEqual(scan(table, 'x@y.z'));
      }),
    );
  });
});
