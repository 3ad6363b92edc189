import type {
  ConnectionSettings,
  LookUpRequest,
  Surroundings,
  SystemDefinition,
  SystemSession,
} from '../system.js';
import { SystemError } from '../system.js';
import { checkEnvironment } from './check.js';
import { DynamicsClient } from './client.js';
import { defaultAccountMapping, defaultContactMapping, defaultLeadMapping } from './default-mapping.js';
import { whoAmI } from './identity.js';
import { limits } from './limits.js';
import { lookUp } from './look-up.js';
import { Descriptions } from './metadata.js';
import { recordUrl } from './record-url.js';
import { configFields, credentialFields, credentialSets, readSettings } from './settings.js';
import { DynamicsWriter } from './writer.js';

export const dynamics: SystemDefinition = {
  type: 'dynamics',
  title: 'Dynamics 365 Sales',
  docsUrl: 'https://learn.microsoft.com/power-apps/developer/data-platform/webapi/overview',
  config: configFields,
  credentials: credentialFields,
  credentialSets,
  objects: {
    lead: {
      name: 'lead',
      title: 'Lead',
      recordKind: 'person',
      parents: [{ object: 'account', need: 'if-synced' }],
      defaultMapping: defaultLeadMapping,
    },
    account: {
      name: 'account',
      title: 'Account',
      recordKind: 'account',
      defaultMapping: defaultAccountMapping,
    },
    contact: {
      name: 'contact',
      title: 'Contact',
      recordKind: 'person',
      parents: [{ object: 'account', need: 'if-synced' }],
      defaultMapping: defaultContactMapping,
    },
  },
  limits,
  recordUrl,
  connect,
};

function connect(settings: ConnectionSettings, surroundings: Surroundings): SystemSession {
  const given = readSettings(settings);
  const client = new DynamicsClient(given, surroundings);
  const descriptions = new Descriptions(client);
  const writer = new DynamicsWriter(client, given, descriptions);
  return {
    forget: (object) => descriptions.forget(object),
    identify: async () => {
      const { organisationId } = await whoAmI(client);
      return { key: `dynamics:${organisationId}`, name: new URL(given.organizationUrl).host };
    },
    describe: (object) => descriptions.of(object),
    check: (object) => checkEnvironment(client, descriptions, object, given.alternateKey),
    lookUp: async ({ object }, requests) => {
      try {
        return await lookUp(client, await descriptions.of(object), requests, given.alternateKey);
      } catch (error) {
        if (!(error instanceof SystemError) || !blamesColumn(error)) throw error;
        descriptions.forget(object);
        throw schemaChanged(error, requests) ?? error;
      }
    },
    write: ({ object }, operations) => writer.write(object, operations),
    usage: () => client.usage(),
  };
}

/** A query that names a column which is not there. */
function blamesColumn({ failure }: SystemError): boolean {
  return failure.code === '0x80060888' || failure.code === 'UNKNOWN_COLUMN';
}

/** A mapped column that was there when the table was described: the next description leaves it out. */
function schemaChanged({ failure }: SystemError, requests: readonly LookUpRequest[]): SystemError | null {
  const isMapped = requests.some(({ fields }) => fields.some((name) => name === failure.field));
  return isMapped ? new SystemError('unavailable', failure) : null;
}
