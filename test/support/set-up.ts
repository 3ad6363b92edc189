import { createHash } from 'node:crypto';
import type { SalesforceSandbox } from '../../src/sandbox/index.js';
import type { ApiClient } from './api-client.js';

/** A source; answers where to post its leads. */
export async function makeSource(
  api: ApiClient,
  name = 'Marketplace',
  type = 'marketplace',
): Promise<{ id: string; intakePath: string }> {
  const { status, body } = await api.post<{ id: string; intakePath: string }>('/api/v1/sources', {
    type,
    name,
    config: {},
    credentials: {},
  });
  expect(status).toBe(201);
  return body;
}

/** A destination on a Salesforce sandbox. */
export async function makeDestination(
  api: ApiClient,
  sandbox: SalesforceSandbox,
  name = 'Salesforce',
  config: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const { status, body } = await api.post<{ id: string }>('/api/v1/destinations', {
    type: 'salesforce',
    name,
    config: { loginUrl: sandbox.url, ...config },
    credentials: { clientId: sandbox.app.clientId, clientSecret: sandbox.app.clientSecret },
  });
  expect([status, body]).toEqual([201, expect.anything()]);
  return body.id;
}

/** A continuous sync of leads that is enabled, unless said otherwise. */
export async function makeSync(
  api: ApiClient,
  destinationId: string,
  change: Record<string, unknown> = {},
): Promise<{ id: string }> {
  const { status, body } = await api.post<{ id: string }>('/api/v1/syncs', {
    name: 'Leads',
    destinationId,
    object: 'lead',
    schedule: { mode: 'continuous' },
    enabled: true,
    ...change,
  });
  expect([status, body]).toEqual([201, expect.anything()]);
  return body;
}

/** A lead in the format of the commercial marketplace; who has another address has another first name and phone. */
export function marketplaceLead(change: Record<string, unknown> = {}, person: Record<string, unknown> = {}) {
  return {
    UserDetails: {
      FirstName: 'Ann',
      LastName: 'Lee',
      Email: 'ann.lee@contoso.com',
      Phone: '16175555555',
      Country: 'US',
      Company: 'Contoso',
      Title: 'CTO',
      ...(typeof person.Email === 'string' && personOf(person.Email)),
      ...person,
    },
    LeadSource: 'AzureMarketplace-INS|contoso.crm',
    ActionCode: 'INS',
    OfferTitle: 'Contoso CRM',
    ...change,
  };
}

/** So that two addresses are two people to whoever looks at more than addresses. */
function personOf(email: string): { FirstName: string; Phone: string } {
  const address = email.trim().toLowerCase();
  const [letters = ''] = /^\p{L}*/u.exec(address) ?? [];
  const FirstName = letters === '' || /\d.*@/.test(address) ? wordOf(address) : letters;
  return { FirstName: FirstName[0]?.toUpperCase() + FirstName.slice(1), Phone: phoneOf(address) };
}

/** A word like no other, since digits are no part of a name. */
export function wordOf(text: string): string {
  return [...digestOf(text).subarray(0, 7)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
}

export function phoneOf(text: string): string {
  return `1617555${String(digestOf(text).readUInt32BE(8) % 10_000).padStart(4, '0')}`;
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
