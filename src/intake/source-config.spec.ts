import { changedConfig, configProblems, type SourceConfigChange } from './source-config.js';

const problems = (config: unknown, type: 'partner' | 'marketplace' = 'partner') =>
  configProblems(type, config as SourceConfigChange);

describe('The config of a source', () => {
  it('names attributes as ids, each with a namespace of its own', () => {
    expect(problems({})).toEqual([]);
    expect(problems({ identities: { crmId: 'salesforce-contact-id', 'User Id': 'portal-user' } })).toEqual(
      [],
    );
    expect(problems({ identities: { a: 'crm', b: 'crm' } })).toEqual([
      { path: 'config.identities.b', message: 'has the namespace of a; a lead says one id of each' },
    ]);
  });

  it.each(['email', 'CRM', '', '1st', 'a b', 'x'.repeat(51), 7, null])('refuses the namespace %s', (name) => {
    expect(problems({ identities: { crmId: name } })).toEqual([
      { path: 'config.identities.crmId', message: expect.stringContaining('must be a namespace') },
    ]);
  });

  it('refuses what is no name of an attribute, and more than ten', () => {
    const long = 'x'.repeat(101);
    expect(problems({ identities: { [long]: 'crm', '': 'user' } })).toHaveLength(2);
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`id${n}`, `kind-${n}`]));
    expect(problems({ identities: many(10) })).toEqual([]);
    expect(problems({ identities: many(11) })).toEqual([
      { path: 'config.identities', message: 'may name up to 10 attributes' },
    ]);
    expect(problems({ identities: ['crmId'] })).toHaveLength(1);
  });

  it('is nothing but this, and nothing at all for the marketplace', () => {
    expect(problems({ toString: {}, other: 1 }).map(({ path }) => path)).toEqual([
      'config.toString',
      'config.other',
    ]);
    expect(problems({ identities: {} }, 'marketplace')).toEqual([
      { path: 'config.identities', message: 'is not a setting of a marketplace source' },
    ]);
  });

  it('stays where a change leaves it out, and goes where it is null', () => {
    const config = { identities: { crmId: 'crm' } };
    expect(problems({ identities: null })).toEqual([]);
    expect(changedConfig(config, {})).toEqual(config);
    expect(changedConfig(config, { identities: { userId: 'user' } })).toEqual({
      identities: { userId: 'user' },
    });
    expect(changedConfig(config, { identities: null })).toEqual({});
  });
});
