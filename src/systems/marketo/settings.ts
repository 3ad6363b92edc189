import { applyDefaults } from '../settings-schema.js';
import type { ConnectionSettings, FieldDeclaration } from '../system.js';

const fieldName = '^[A-Za-z]\\w*$';

export const configFields: readonly FieldDeclaration[] = [
  {
    name: 'baseUrl',
    title: 'REST endpoint',
    type: 'url',
    required: true,
    help: 'Shown in Marketo under Admin, Web Services, REST API, Endpoint. With or without the trailing /rest.',
    example: 'https://123-ABC-456.mktorest.com',
  },
  {
    name: 'lookupField',
    title: 'Match people by',
    type: 'string',
    required: false,
    default: 'email',
    pattern: fieldName,
    maxLength: 255,
    help: 'API name of the searchable lead field in which e-mail addresses are looked for.',
    example: 'email',
  },
  {
    name: 'creation',
    title: 'People who are not in Marketo',
    type: 'string',
    required: false,
    default: 'create-or-update',
    pattern: '^(create-or-update|update-only)$',
    help: 'create-or-update makes a lead for them; update-only never does and holds them as no-such-lead.',
  },
  {
    name: 'keyField',
    title: 'Key field',
    type: 'string',
    required: false,
    pattern: fieldName,
    maxLength: 255,
    help: 'API name of a searchable custom string field of the lead that holds our key. Left out, e-mail alone tells people apart.',
    example: 'tributaryId',
  },
  {
    name: 'listFolderId',
    title: 'Folder for static lists',
    type: 'integer',
    required: false,
    minimum: 1,
    help: 'Id of the folder in which static lists are made that do not exist yet. Left out, none is made.',
  },
];

export const credentialFields: readonly FieldDeclaration[] = [
  {
    name: 'clientId',
    title: 'Client id',
    type: 'string',
    required: true,
    help: 'Of the custom service (Admin, LaunchPoint), best with an API-only user for Tributary alone.',
  },
  {
    name: 'clientSecret',
    title: 'Client secret',
    type: 'string',
    required: true,
    secret: true,
    help: 'Of the same custom service.',
  },
];

export const credentialSets: readonly (readonly string[])[] = [['clientId', 'clientSecret']];

export interface MarketoSettings {
  /** Without a path and without a slash at its end. */
  readonly baseUrl: string;
  readonly lookupField: string;
  readonly creates: boolean;
  readonly keyField: string | null;
  readonly listFolderId: number | null;
  readonly clientId: string;
  readonly clientSecret: string;
}

export function readSettings({ config, credentials }: ConnectionSettings): MarketoSettings {
  const given = applyDefaults(configFields, config);
  return {
    // Marketo shows its endpoint with `/rest`, which its identity and bulk addresses do not have.
    baseUrl: new URL(String(given.baseUrl)).origin,
    lookupField: String(given.lookupField),
    creates: given.creation !== 'update-only',
    keyField: given.keyField === undefined || given.keyField === '' ? null : String(given.keyField),
    listFolderId: given.listFolderId === undefined ? null : Number(given.listFolderId),
    clientId: credentials.clientId ?? '',
    clientSecret: credentials.clientSecret ?? '',
  };
}

/**
 * What an instance is known by: its Munchkin id, e.g. `123-abc-456`, or its host where it has another address.
 */
export function instanceOf(baseUrl: string): string {
  const { host } = new URL(baseUrl);
  return /^([\w-]+)\.mktorest\.com$/i.exec(host)?.[1]?.toLowerCase() ?? host;
}
