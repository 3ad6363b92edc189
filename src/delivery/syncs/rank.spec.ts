import type { ObjectDefinition, ParentDeclaration } from '../../systems/index.js';
import { rankOf } from './rank.js';

const object = (name: string, ...parents: string[]): ObjectDefinition => ({
  name,
  title: name,
  recordKind: 'person',
  parents: parents.map((parent): ParentDeclaration => ({ object: parent, need: 'if-synced' })),
  defaultMapping: () => [],
});
const objects = {
  account: object('account'),
  lead: object('lead'),
  contact: object('contact', 'account'),
  member: object('member', 'lead', 'contact'),
  ring: object('ring', 'ring'),
};

describe('rankOf', () => {
  it.each([
    ['account', 0],
    ['lead', 0],
    ['contact', 1],
    ['member', 2],
    ['ring', 0],
  ])('puts %s at %i', (name, rank) => expect(rankOf({ objects }, name)).toBe(rank));
});
