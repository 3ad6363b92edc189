import { MARKETO_KEY_FIELD, MARKETO_LIST_FOLDER } from '../sandbox/index.js';
import { ACCOUNT_OF_LEAD } from './remote.js';
import type { StandIns } from './surroundings.js';
import type { Vendor } from './vendor.js';

/** The list of leads in Marketo, and that of companies in Demandbase. */
const listName = 'Marketplace';

/** What there is to know of the stand-ins to connect to them. */
interface Addresses {
  readonly salesforce: Pick<StandIns['salesforce'], 'url' | 'app'>;
  readonly dynamics: Pick<StandIns['dynamics'], 'url' | 'tokenUrl' | 'app'>;
  readonly marketo: Pick<StandIns['marketo'], 'url' | 'service'>;
  readonly demandbase: Pick<StandIns['demandbase'], 'url' | 'access'>;
}

/** The four systems, each with the syncs that the story makes for it. */
export function vendorsOf({ salesforce, dynamics, marketo, demandbase }: Addresses): readonly Vendor[] {
  return [
    {
      type: 'salesforce',
      title: 'Salesforce',
      url: salesforce.url,
      holds: '/sandbox/records/Lead',
      config: { loginUrl: salesforce.url },
      credentials: { clientId: salesforce.app.clientId, clientSecret: salesforce.app.clientSecret },
      syncs: [{ name: 'Salesforce leads', object: 'lead', takes: 'people' }],
      tells: 'lead',
      people: { object: 'Lead', called: 'Lead', id: 'Id', email: 'Email', key: 'Tributary_Id__c' },
    },
    {
      type: 'dynamics',
      title: 'Dynamics',
      url: dynamics.url,
      holds: '/sandbox/records/lead',
      config: { organizationUrl: dynamics.url, tokenUrl: dynamics.tokenUrl },
      credentials: { ...dynamics.app },
      syncs: [
        { name: 'Dynamics accounts', object: 'account', takes: 'companies' },
        { name: 'Dynamics leads', object: 'lead', takes: 'people' },
      ],
      tells: 'lead',
      people: { object: 'lead', called: 'lead', id: 'leadid', email: 'emailaddress1', key: 'tributary_id' },
      beside: async (remote, lead) => {
        const accounts = await remote.records('account');
        const account = accounts.find(({ accountid }) => accountid === lead[ACCOUNT_OF_LEAD]);
        return account ? `, of the account ${String(account.name)}` : '';
      },
    },
    {
      type: 'marketo',
      title: 'Marketo',
      url: marketo.url,
      holds: '/sandbox/records/lead',
      config: { baseUrl: marketo.url, keyField: MARKETO_KEY_FIELD, listFolderId: MARKETO_LIST_FOLDER },
      credentials: { ...marketo.service },
      syncs: [
        { name: 'Marketo leads', object: 'lead', takes: 'people' },
        { name: 'Marketo list', object: 'static-list', takes: 'people', target: { name: listName } },
      ],
      tells: 'lead',
      people: { object: 'lead', called: 'lead', id: 'id', email: 'email', key: MARKETO_KEY_FIELD },
      beside: async (remote, { id }) => {
        const lists = await remote.staticLists();
        const on = lists.filter(({ members }) => members.map(String).includes(String(id)));
        return on.map(({ name }) => `, on the list “${name}”`).join('');
      },
    },
    {
      type: 'demandbase',
      title: 'Demandbase',
      url: demandbase.url,
      holds: '/sandbox/lists/account',
      config: { baseUrl: demandbase.url, organization: 'demo' },
      credentials: {
        clientId: demandbase.access.clientId,
        clientSecret: demandbase.access.clientSecret,
      },
      syncs: [
        { name: 'Demandbase list', object: 'account-list', takes: 'companies', target: { name: listName } },
      ],
      tells: 'account-list',
      people: null,
    },
  ];
}
