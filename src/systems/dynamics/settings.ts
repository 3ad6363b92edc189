import type { ConnectionSettings, FieldDeclaration } from '../system.js';
import { applyDefaults } from '../settings-schema.js';

export const configFields: readonly FieldDeclaration[] = [
  {
    name: 'organizationUrl',
    title: 'Environment URL',
    type: 'url',
    required: true,
    help: 'The address of the environment, as the Power Platform admin center shows it.',
    example: 'https://acme.crm4.dynamics.com',
  },
  {
    name: 'tokenUrl',
    title: 'Token endpoint',
    type: 'url',
    required: false,
    help: 'Only for national clouds. Left out, it is the endpoint of the tenant at login.microsoftonline.com.',
    example: 'https://login.microsoftonline.us/contoso.onmicrosoft.us/oauth2/v2.0/token',
  },
  {
    name: 'alternateKey',
    title: 'Key column',
    type: 'string',
    required: false,
    default: 'tributary_id',
    pattern: '^[a-z][a-z0-9_]*$',
    maxLength: 100,
    help: 'Logical name of a text column that is an alternate key of each table written to, and holds our key.',
  },
  {
    name: 'duplicateDetection',
    title: 'Run duplicate detection rules',
    type: 'boolean',
    required: false,
    default: false,
    help: 'Refuses records that a published duplicate detection rule takes for one that is there already.',
  },
  {
    name: 'batchFrom',
    title: 'Records from which on batches are used',
    type: 'integer',
    required: false,
    default: 25,
    minimum: 2,
    maximum: 50,
    help: 'Fewer records go as single calls in parallel, which Dataverse takes faster; more save calls as a batch.',
  },
  {
    name: 'timeoutSeconds',
    title: 'Time-out of a call',
    type: 'integer',
    required: false,
    default: 120,
    minimum: 1,
    maximum: 600,
    help: 'Seconds to wait for an answer. Raise it where plug-ins on the table are slow.',
  },
];

export const credentialFields: readonly FieldDeclaration[] = [
  {
    name: 'tenantId',
    title: 'Directory (tenant) id',
    type: 'string',
    required: true,
    pattern: '^[A-Za-z0-9][A-Za-z0-9.-]*$',
    maxLength: 255,
    help: 'Id or domain of the Microsoft Entra tenant in which the app is registered.',
    example: 'contoso.onmicrosoft.com',
  },
  {
    name: 'clientId',
    title: 'Application (client) id',
    type: 'string',
    required: true,
    maxLength: 100,
    help: 'Of the app registration for which the environment has an application user.',
  },
  {
    name: 'clientSecret',
    title: 'Client secret',
    type: 'string',
    required: true,
    secret: true,
    help: 'The value of a client secret of the app, not its id.',
  },
];

export const credentialSets: readonly (readonly string[])[] = [['tenantId', 'clientId', 'clientSecret']];

export interface DynamicsSettings {
  /** Without a slash at its end. */
  readonly organizationUrl: string;
  readonly tokenUrl: string;
  readonly alternateKey: string;
  readonly duplicateDetection: boolean;
  readonly batchFrom: number;
  readonly timeoutMs: number;
  readonly clientId: string;
  readonly clientSecret: string;
}

export function readSettings({ config, credentials }: ConnectionSettings): DynamicsSettings {
  const given = applyDefaults(configFields, config);
  const { tenantId = '', clientId = '', clientSecret = '' } = credentials;
  return {
    organizationUrl: new URL(String(given.organizationUrl)).origin,
    tokenUrl:
      given.tokenUrl === undefined
        ? `https://login.microsoftonline.com/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`
        : String(given.tokenUrl),
    alternateKey: String(given.alternateKey),
    duplicateDetection: given.duplicateDetection === true,
    batchFrom: Number(given.batchFrom),
    timeoutMs: Number(given.timeoutSeconds) * 1_000,
    clientId,
    clientSecret,
  };
}
