import type {
  ConnectionSettings,
  LookUpRequest,
  Place,
  Surroundings,
  SystemDefinition,
  SystemSession,
} from '../system.js';
import { SystemError } from '../system.js';
import { checkInstance } from './check.js';
import { MarketoClient } from './client.js';
import { Collector } from './collector.js';
import { CompanyCalls } from './company-calls.js';
import { lookUpCompanies } from './company-look-up.js';
import { defaultCompanyMapping, defaultLeadMapping } from './default-mapping.js';
import { Descriptions } from './describe.js';
import { Importer } from './importer.js';
import { LeadCalls } from './lead-calls.js';
import { LeadLookUp } from './lead-look-up.js';
import { limits } from './limits.js';
import { ListCalls } from './list-calls.js';
import { lookUpMembers } from './list-look-up.js';
import { noTarget, recordUrl, unknownObject } from './objects.js';
import { configFields, credentialFields, credentialSets, readSettings } from './settings.js';
import { resolveList } from './static-lists.js';
import type { ObjectCalls } from './object-calls.js';
import { MarketoWriter } from './writer.js';

export const marketo: SystemDefinition = {
  type: 'marketo',
  title: 'Marketo Engage',
  docsUrl: 'https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/rest/rest-api',
  config: configFields,
  credentials: credentialFields,
  credentialSets,
  objects: {
    lead: {
      name: 'lead',
      title: 'Lead',
      recordKind: 'person',
      parents: [{ object: 'company', need: 'if-synced' }],
      defaultMapping: defaultLeadMapping,
    },
    company: {
      name: 'company',
      title: 'Company',
      recordKind: 'account',
      defaultMapping: defaultCompanyMapping,
    },
    'static-list': {
      name: 'static-list',
      title: 'Static list',
      recordKind: 'person',
      parents: [{ object: 'lead', need: 'one-of' }],
      target: {
        title: 'Static list',
        help: 'By id or name. A list that does not exist is made where the destination has a folder for lists.',
        by: ['id', 'name'],
        isMade: true,
        isShared: false,
      },
      defaultMapping: () => [],
    },
  },
  limits,
  recordUrl: (_, remoteId) => recordUrl(remoteId),
  connect,
};

function connect(settings: ConnectionSettings, surroundings: Surroundings): SystemSession {
  const given = readSettings(settings);
  const client = new MarketoClient(given, surroundings);
  const descriptions = new Descriptions(client, given);
  const leads = new LeadLookUp(client, given);
  const calls: ReadonlyMap<string, ObjectCalls> = new Map<string, ObjectCalls>([
    ['lead', new LeadCalls(client, given, leads)],
    ['company', new CompanyCalls(client)],
    ['static-list', new ListCalls(client)],
  ]);
  const forget = (object: string) => descriptions.forget(object);
  const writer = new MarketoWriter(client, (object) => calls.get(object) ?? null, forget);
  const importer = new Importer(client, given, writer);
  const collector = new Collector(client, given, leads, writer);
  return {
    forget,
    identify: async () => {
      await client.signIn();
      return { key: `marketo:${client.instance}`, name: client.instance };
    },
    describe: (object) => descriptions.of(object),
    check: (object) => checkInstance(client, descriptions, given, object),
    resolveTarget: async (object, named) => {
      if (object !== 'static-list') throw unknownObject(object);
      return resolveList(client, given, named);
    },
    lookUp: (place, requests) => refreshing(place.object, forget, () => lookUp(place, requests)),
    foresee: (place, operation) => calls.get(place.object)?.settled(operation, place) ?? null,
    write: (place, operations) => writer.write(place, operations),
    writeJob: (place, operations) => importer.write(place, operations),
    collect: (place, job, records) => collector.collect(place, job, records),
    usage: () => client.usage(),
  };

  async function lookUp({ object, target }: Place, requests: readonly LookUpRequest[]) {
    if (object === 'lead') return leads.of(requests);
    if (object === 'company') return lookUpCompanies(client, requests);
    if (object !== 'static-list') throw unknownObject(object);
    if (target === null) throw noTarget();
    return lookUpMembers(client, leads, target, requests);
  }
}

/** A mapped field that was there when the object was described and is not any more: the next description leaves it out. */
async function refreshing<T>(
  object: string,
  forget: (object: string) => void,
  reading: () => Promise<T>,
): Promise<T> {
  try {
    return await reading();
  } catch (error) {
    if (!(error instanceof SystemError) || error.failure.code !== '1006') throw error;
    forget(object);
    throw new SystemError('unavailable', error.failure);
  }
}
