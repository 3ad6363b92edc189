import type { ConnectionSettings, FieldDeclaration } from '../system.js';
import { applyDefaults } from '../settings-schema.js';

export const configFields: readonly FieldDeclaration[] = [
  {
    name: 'loginUrl',
    title: 'Login URL',
    type: 'url',
    required: true,
    help: 'The My Domain address of the org (Setup, My Domain). The client credentials flow works nowhere else.',
    example: 'https://acme.my.salesforce.com',
  },
  {
    name: 'apiVersion',
    title: 'API version',
    type: 'string',
    required: false,
    default: '62.0',
    pattern: '^(5[2-9]|[6-9]\\d)\\.0$',
    help: 'Version of the REST API, 52.0 or later.',
    example: '62.0',
  },
  {
    name: 'externalIdField',
    title: 'External id field',
    type: 'string',
    required: false,
    default: 'Tributary_Id__c',
    pattern: '^[A-Za-z]\\w*$',
    maxLength: 80,
    help: 'API name of a text field of the object, marked External ID and Unique, that holds our key.',
  },
  {
    name: 'unknownCompany',
    title: 'Company when unknown',
    type: 'string',
    required: false,
    default: '[not provided]',
    maxLength: 255,
    help: 'Salesforce wants a company for every lead; this stands in where nobody named one.',
  },
  {
    name: 'ownerId',
    title: 'Owner',
    type: 'string',
    required: false,
    pattern: '^(005|00G)[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$',
    help: 'Id of the user or queue that new records belong to. Left out, they belong to the integration user.',
    example: '005000000000001AAA',
  },
  {
    name: 'assignmentRules',
    title: 'Run assignment rules',
    type: 'boolean',
    required: false,
    default: false,
    help: 'Lets the active assignment rule choose the owner of new records. Updates never run it.',
  },
  {
    name: 'allowDuplicates',
    title: 'Pass duplicate alerts',
    type: 'boolean',
    required: false,
    default: false,
    help: 'Saves records although a duplicate rule alerts. Rules that block cannot be passed.',
  },
  {
    name: 'audience',
    title: 'JWT audience',
    type: 'url',
    required: false,
    help: 'Only for sign-in with a private key, and only where the login URL does not tell it (e.g. Experience Cloud).',
    example: 'https://login.salesforce.com',
  },
  {
    name: 'timeoutSeconds',
    title: 'Time-out of a call',
    type: 'integer',
    required: false,
    default: 60,
    minimum: 1,
    maximum: 600,
    help: 'Seconds to wait for an answer. Raise it where automation on the object is slow.',
  },
];

export const credentialFields: readonly FieldDeclaration[] = [
  {
    name: 'clientId',
    title: 'Consumer key',
    type: 'string',
    required: true,
    help: 'Consumer key of the connected app or external client app.',
  },
  {
    name: 'clientSecret',
    title: 'Consumer secret',
    type: 'string',
    required: false,
    secret: true,
    help: 'For the client credentials flow; the app needs a "run as" user.',
  },
  {
    name: 'username',
    title: 'Username',
    type: 'string',
    required: false,
    maxLength: 80,
    help: 'For the JWT bearer flow: the integration user, pre-authorised for the app.',
    example: 'integration@acme.example',
  },
  {
    name: 'privateKey',
    title: 'Private key',
    type: 'string',
    required: false,
    secret: true,
    maxLength: 20_000,
    help: 'For the JWT bearer flow: RSA key in PEM whose certificate was uploaded to the app.',
  },
];

export const credentialSets: readonly (readonly string[])[] = [
  ['clientId', 'clientSecret'],
  ['clientId', 'username', 'privateKey'],
];

export interface SalesforceSettings {
  readonly loginUrl: string;
  readonly apiVersion: string;
  readonly externalIdField: string;
  readonly ownerId: string | null;
  readonly assignmentRules: boolean;
  readonly allowDuplicates: boolean;
  readonly audience: string | null;
  readonly timeoutMs: number;
  readonly credentials: Readonly<Record<string, string>>;
}

export function readSettings({ config, credentials }: ConnectionSettings): SalesforceSettings {
  const given = applyDefaults(configFields, config);
  return {
    loginUrl: new URL(String(given.loginUrl)).origin,
    apiVersion: String(given.apiVersion),
    externalIdField: String(given.externalIdField),
    ownerId: given.ownerId === undefined ? null : String(given.ownerId),
    assignmentRules: given.assignmentRules === true,
    allowDuplicates: given.allowDuplicates === true,
    audience: given.audience === undefined ? null : String(given.audience),
    timeoutMs: Number(given.timeoutSeconds) * 1_000,
    credentials,
  };
}
