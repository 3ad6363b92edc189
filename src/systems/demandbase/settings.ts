import { createHash } from 'node:crypto';
import { applyDefaults } from '../settings-schema.js';
import type { ConnectionSettings, FieldDeclaration } from '../system.js';

export const configFields: readonly FieldDeclaration[] = [
  {
    name: 'baseUrl',
    title: 'Base URL',
    type: 'url',
    required: false,
    default: 'https://uapi.demandbase.com',
    help: 'Where the Demandbase APIs are. Only a stand-in for tests needs another.',
    example: 'https://uapi.demandbase.com',
  },
  {
    name: 'organization',
    title: 'Organisation',
    type: 'string',
    required: false,
    pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$',
    maxLength: 80,
    help:
      'A name of your own for your Demandbase organisation, since its API tells none. Destinations that give the ' +
      'same one share its daily limits, and with it a token or key set can be changed for another later.',
    example: 'contoso',
  },
  {
    name: 'timeoutSeconds',
    title: 'Time-out of a call',
    type: 'integer',
    required: false,
    default: 120,
    minimum: 1,
    maximum: 600,
    help: 'Seconds to wait for an answer.',
  },
];

export const credentialFields: readonly FieldDeclaration[] = [
  {
    name: 'token',
    title: 'API token',
    type: 'string',
    required: false,
    secret: true,
    maxLength: 10_000,
    help: 'The token of a user (My Profile, API Token). It ends when that user is deactivated; a key set does not.',
  },
  {
    name: 'clientId',
    title: 'Client id',
    type: 'string',
    required: false,
    maxLength: 500,
    help: 'Of an API key set that has the permission "Import Data", and Export for proof of what landed.',
  },
  {
    name: 'clientSecret',
    title: 'Client secret',
    type: 'string',
    required: false,
    secret: true,
    maxLength: 10_000,
    help: 'Of the same API key set.',
  },
];

export const credentialSets: readonly (readonly string[])[] = [['token'], ['clientId', 'clientSecret']];

export type Credentials =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'key-set'; readonly clientId: string; readonly clientSecret: string };

export interface DemandbaseSettings {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly credentials: Credentials;
  /** Who this is, as far as settings tell: the API names no organisation. */
  readonly identity: { readonly key: string; readonly name: string };
}

export function readSettings({ config, credentials }: ConnectionSettings): DemandbaseSettings {
  const given = applyDefaults(configFields, config);
  const baseUrl = String(given.baseUrl).replace(/\/+$/, '');
  const signIn = readCredentials(credentials);
  const organization = given.organization === undefined ? null : String(given.organization);
  return {
    baseUrl,
    timeoutMs: Number(given.timeoutSeconds) * 1_000,
    credentials: signIn,
    identity: identityOf(new URL(baseUrl).host, organization, signIn),
  };
}

/** A complete key set goes before a token, which ends with its user. */
function readCredentials({ token, clientId, clientSecret }: Readonly<Record<string, string>>): Credentials {
  if (clientId && clientSecret) return { kind: 'key-set', clientId, clientSecret };
  return { kind: 'token', token: token ?? '' };
}

/**
 * The name that people gave the organisation; else its key set, which stays while secrets change; else a digest of
 * the token, with which the organisation then stands and falls.
 */
function identityOf(host: string, organization: string | null, credentials: Credentials) {
  if (organization !== null) return { key: `demandbase:${host}/${organization}`, name: organization };
  if (credentials.kind === 'key-set') {
    return { key: `demandbase:${host}/key-set/${credentials.clientId}`, name: credentials.clientId };
  }
  const digest = createHash('sha256').update(credentials.token).digest('hex').slice(0, 24);
  return { key: `demandbase:${host}/token/${digest}`, name: `token ${digest.slice(0, 8)}` };
}
