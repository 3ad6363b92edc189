import type { ParentDeclaration } from '../../systems/index.js';
import type { ParentRecord } from './candidate.js';
import { awaitedParent, parentIds } from './parents.js';

const parent = (object: string, remoteId: string | null, isComing = false): ParentRecord => ({
  object,
  kind: object === 'account' ? 'account' : 'person',
  remoteId,
  key: null,
  isComing,
});
const company: ParentDeclaration[] = [{ object: 'account', need: 'if-synced' }];
const either: ParentDeclaration[] = [
  { object: 'lead', need: 'one-of' },
  { object: 'contact', need: 'one-of' },
];

describe('awaitedParent', () => {
  it.each<[string, ParentDeclaration[], ParentRecord[], string | null]>([
    ['one that is to come', company, [parent('account', null, true)], 'account'],
    ['none that no sync brings', company, [parent('account', null)], null],
    ['none that is there', company, [parent('account', '0011')], null],
    ['one of two that is to come', either, [parent('lead', null, true), parent('contact', null)], 'lead'],
    ['none where the other is there', either, [parent('lead', null, true), parent('contact', '0031')], null],
    ['none where neither is brought', either, [parent('lead', null), parent('contact', null)], null],
  ])('%s', (_, declared, parents, expected) => {
    expect(awaitedParent({ ours: null, parents }, declared)?.object ?? null).toBe(expected);
  });
});

describe('parentIds', () => {
  it('names the declared parents that are there', () => {
    const parents = [parent('lead', '00Q1'), parent('contact', null), parent('account', '0011')];
    expect(parentIds({ parents }, either)).toEqual({ lead: '00Q1' });
  });
});
