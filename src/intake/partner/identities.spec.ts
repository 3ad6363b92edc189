import type { LeadAttributes, Warning } from '../../leads/index.js';
import { identitiesIn } from './identities.js';

const named = { userId: 'portal-user', crmId: 'crm-contact' };

function read(attributes: LeadAttributes | null) {
  const warnings: Warning[] = [];
  const identities = identitiesIn(attributes, named, (warning) => warnings.push(warning));
  return { ids: identities.map(({ namespace, value }) => `${namespace} ${value}`), warnings };
}

describe('The ids of its person in a lead', () => {
  it('are those attributes that the source names, in one order', () => {
    const ids = ['crm-contact 003AB', 'portal-user 7'];
    expect(read({ crmId: '003AB', userId: 7, other: 'x' })).toEqual({ ids, warnings: [] });
    expect(read({ userId: 7, crmId: '003AB' }).ids).toEqual(ids);
  });

  it('are none where it says none', () => {
    expect(read(null)).toEqual({ ids: [], warnings: [] });
    expect(read({ other: 'x' })).toEqual({ ids: [], warnings: [] });
  });

  it.each([
    '0',
    0,
    '00000000-0000-0000-0000-000000000000',
    'N/A',
    'unknown',
    'NULL',
    '-',
    true,
    1.5,
    2 ** 60,
    'x'.repeat(201),
  ])('are not taken from %s, and its sender is told', (crmId) => {
    const { ids, warnings } = read({ crmId, userId: 'U-1' });
    expect(ids).toEqual(['portal-user U-1']);
    expect(warnings).toEqual([
      { code: 'identity-unusable', message: expect.stringContaining('The attribute crmId holds no id') },
    ]);
  });
});
