import type {
  ConnectionSettings,
  LookUpAnswer,
  LookUpRequest,
  ObjectDefinition,
  Surroundings,
  SystemDefinition,
  SystemSession,
} from '../system.js';
import { checkOrganisation, tryImport } from './check.js';
import { DemandbaseClient } from './client.js';
import { accountList, describeColumns, kindOf, personList } from './columns.js';
import { defaultAccountMapping, defaultPersonMapping } from './default-mapping.js';
import { Exports } from './exports.js';
import { ImportJobs } from './import-jobs.js';
import { Landing } from './landing.js';
import { limits } from './limits.js';
import { Lists } from './lists.js';
import { configFields, credentialFields, credentialSets, readSettings } from './settings.js';
import { DemandbaseWriter } from './writer.js';

const webAddress = 'https://web.demandbase.com/';

const target: ObjectDefinition['target'] = {
  title: 'List',
  help:
    'Name of the list in Demandbase. It is made by the first record, belongs to this sync alone, and its name must ' +
    'be new: Demandbase never makes a list of the same name again.',
  by: ['name'],
  isMade: true,
  isShared: false,
};

export const demandbase: SystemDefinition = {
  type: 'demandbase',
  title: 'Demandbase',
  docsUrl: 'https://developer.demandbase.com/',
  config: configFields,
  credentials: credentialFields,
  credentialSets,
  objects: {
    'account-list': {
      name: accountList.object,
      title: accountList.title,
      recordKind: 'account',
      target,
      defaultMapping: defaultAccountMapping,
    },
    'person-list': {
      name: personList.object,
      title: personList.title,
      recordKind: 'person',
      target,
      defaultMapping: defaultPersonMapping,
    },
  },
  limits,
  // Members of lists have no page of their own.
  recordUrl: () => webAddress,
  connect,
};

function connect(settings: ConnectionSettings, surroundings: Surroundings): SystemSession {
  const given = readSettings(settings);
  const client = new DemandbaseClient(given, surroundings);
  const jobs = new ImportJobs(client);
  const lists = new Lists(jobs);
  const writer = new DemandbaseWriter(client, lists);
  const landing = new Landing(client, jobs, lists, new Exports(client));
  return {
    // Known columns are not asked for, so that there is nothing to forget.
    forget: () => undefined,
    identify: async () => {
      await tryImport(client, accountList);
      return given.identity;
    },
    describe: async (object) => describeColumns(kindOf(object)),
    check: (object) => checkOrganisation(client, object),
    resolveTarget: (object, named) => lists.resolve(kindOf(object), named),
    lookUp: async ({ object }, requests) =>
      new Map(requests.map((request) => [request.id, standing(object, request)])),
    write: (place, operations) => writer.write(place, operations),
    writeJob: (place, operations) => writer.write(place, operations),
    collect: (place, job, records) => landing.collect(place, job, records),
    usage: () => client.usage(),
  };
}

/**
 * Nothing is asked: reading a list takes an export of it, of which there are few a day, and shows the last night's load.
 * Who was put there stands there, as `collect` has proved; whoever is put there twice is there once.
 */
function standing(object: string, { key, remoteIds = [] }: LookUpRequest): LookUpAnswer {
  const candidates = remoteIds.map((remoteId) => ({
    remoteId,
    object,
    key: key ?? null,
    email: null,
    firstName: null,
    lastName: null,
    createdAt: new Date(0),
    converted: false,
    convertedTo: null,
    fields: {},
    url: webAddress,
  }));
  return { candidates, missing: [] };
}
