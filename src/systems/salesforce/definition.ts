import type {
  ConnectionSettings,
  LookUpRequest,
  Surroundings,
  SystemDefinition,
  SystemSession,
} from '../system.js';
import { SystemError } from '../system.js';
import { SalesforceClient } from './client.js';
import { collect } from './bulk/collect.js';
import { IngestCalls } from './bulk/ingest-calls.js';
import { JobWriter } from './bulk/job-writer.js';
import { findCampaign } from './campaign.js';
import { checkOrganisation } from './check.js';
import { Descriptions, unknownObject } from './describe.js';
import { limits } from './limits.js';
import { lookUp } from './look-up.js';
import { objectOf, objects } from './objects.js';
import { configFields, credentialFields, credentialSets, readSettings } from './settings.js';
import { fieldNamedBy } from './split.js';
import { SalesforceWriter } from './writer.js';

export const salesforce: SystemDefinition = {
  type: 'salesforce',
  title: 'Salesforce',
  docsUrl: 'https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/',
  config: configFields,
  credentials: credentialFields,
  credentialSets,
  objects,
  limits,
  // An organisation is named by the host of its instance.
  recordUrl: (organisation, remoteId) => `https://${organisation}/${remoteId}`,
  connect,
};

function connect(settings: ConnectionSettings, surroundings: Surroundings): SystemSession {
  const given = readSettings(settings);
  const client = new SalesforceClient(given, surroundings);
  const descriptions = new Descriptions(client);
  const forget = (object: string) => descriptions.forget(object);
  const writer = new SalesforceWriter(client, given, forget);
  const ingest = new IngestCalls(client, surroundings.budget);
  const jobs = new JobWriter(ingest, writer, given);
  return {
    forget,
    identify: async () => {
      const { organisationId, instanceUrl } = await client.session();
      return { key: `salesforce:${organisationId}`, name: new URL(instanceUrl).host };
    },
    describe: (object) => descriptions.of(object),
    check: (object) => checkOrganisation(client, descriptions, object, given.externalIdField),
    resolveTarget: async (object, named) => {
      if (!objectOf(object)?.target) throw unknownObject(object);
      return findCampaign(client, named);
    },
    lookUp: async (place, requests) => {
      try {
        return await lookUp(client, place, requests, given.externalIdField);
      } catch (error) {
        if (!(error instanceof SystemError) || error.failure.code !== 'INVALID_FIELD') throw error;
        forget(place.object);
        throw schemaChanged(error, requests) ?? error;
      }
    },
    write: (place, operations) => writer.write(place, operations),
    writeJob: (place, operations) => jobs.write(place, operations),
    collect: ({ object }, job, records) => {
      const { externalIdField } = given;
      return collect(
        { calls: ingest, externalIdField, now: surroundings.now(), schemaChanged: () => forget(object) },
        job,
        records,
      );
    },
    usage: () => client.usage(),
  };
}

/** A mapped field that was visible when the object was described: the next description leaves it out. */
function schemaChanged({ failure }: SystemError, requests: readonly LookUpRequest[]): SystemError | null {
  const field = fieldNamedBy(failure)?.toLowerCase();
  const isMapped = requests.some(({ fields }) => fields.some((name) => name.toLowerCase() === field));
  return isMapped ? new SystemError('unavailable', failure) : null;
}
