import { noSettings } from '../../enrichment/index.js';
import { accountCandidate, personCandidate } from '../planning/planning.fixture.js';
import { isRecordField, recordFieldNames, recordOf } from './record.js';

describe('A record', () => {
  it('of a company has each of the named fields, and its ids elsewhere by their namespace', () => {
    const candidate = accountCandidate({
      name: 'Contoso',
      country: 'DE',
      domains: ['contoso-group.com', 'contoso.de'],
      externalIds: [{ namespace: 'duns', value: '123' }],
      parentName: 'Contoso Holding',
      peopleCount: 3,
    });
    const fields = recordOf(candidate, noSettings);
    expect(fields).toEqual({
      accountId: 'account-1',
      name: 'Contoso',
      accountName: 'Contoso',
      domain: 'contoso.de',
      domains: 'contoso-group.com, contoso.de',
      website: 'https://contoso.de',
      country: 'DE',
      parentName: 'Contoso Holding',
      peopleCount: 3,
      externalIds: 'duns: 123',
      'externalId.duns': '123',
    });
    expect(Object.keys(fields).every((name) => isRecordField('account', name))).toBe(true);
  });

  it('of a person has each of the named fields, and says where their company stands', () => {
    const account = {
      object: 'account',
      kind: 'account',
      remoteId: '0011',
      key: 'k',
      isComing: false,
    } as const;
    const fields = recordOf(
      personCandidate({ email: 'ann@contoso.com' }, { parents: [account] }),
      noSettings,
    );
    expect(Object.keys(fields).toSorted()).toEqual(recordFieldNames.person.toSorted());
    expect(fields).toMatchObject({
      accountRemoteId: '0011',
      accountKey: 'k',
      corporateDomain: 'contoso.com',
    });
  });
});
