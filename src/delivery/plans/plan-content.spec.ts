import * as fc from 'fast-check';
import type { PlannedContent } from './plan-content.js';
import { canonical, firstLink, nextLink } from './plan-content.js';

const content: fc.Arbitrary<PlannedContent> = fc.record({
  action: fc.constantFrom('create', 'update', 'held', 'rejected' as const),
  remoteId: fc.option(fc.string()),
  adopts: fc.boolean(),
  differences: fc.array(
    fc.record({ field: fc.string(), before: fc.option(fc.string()), after: fc.option(fc.string()) }),
  ),
  code: fc.option(fc.string()),
  message: fc.option(fc.string()),
  failure: fc.constant(null),
});
const lines = fc.array(fc.tuple(fc.uuid(), content), { maxLength: 8 });
const hashOf = (all: readonly (readonly [string, PlannedContent])[], start = firstLink('plan', 'sync')) =>
  all.reduce((link, [id, one]) => nextLink(link, id, one), start);

describe('The hash of a plan', () => {
  it('does not depend on where its making was interrupted', () => {
    fc.assert(
      fc.property(lines, fc.nat(8), (all, cut) => {
        expect(hashOf(all.slice(cut), hashOf(all.slice(0, cut)))).toEqual(hashOf(all));
      }),
    );
  });

  it('is another one where a record or its value is', () => {
    fc.assert(
      fc.property(lines, fc.uuid(), content, content, (all, id, one, other) => {
        fc.pre(canonical(one) !== canonical(other));
        const hash = hashOf([...all, [id, one]]);
        expect(hash).not.toEqual(hashOf([...all, [id, other]]));
        expect(hash).not.toEqual(hashOf(all));
      }),
    );
  });

  it('is of one plan and sync', () => {
    expect(firstLink('plan', 'sync')).not.toEqual(firstLink('plan', 'another'));
    expect(firstLink('plan', 'sync')).toHaveLength(32);
  });

  it('takes no notice of texts for people', () => {
    fc.assert(
      fc.property(content, fc.string(), (one, message) => {
        expect(canonical({ ...one, message })).toBe(canonical(one));
      }),
    );
  });
});
