import { startSalesforceSandbox, type SalesforceSandbox } from '../../../src/sandbox/index.js';
import type { ApiClient } from '../api-client.js';
import { makeDestination, makeSource, makeSync } from '../set-up.js';

/** A workspace with a source, and a sync to an organisation of its own. */
export interface Tenant {
  readonly number: number;
  readonly key: string;
  readonly intakePath: string;
  readonly syncId: string;
  readonly sandbox: SalesforceSandbox;
}

export async function makeTenant(instance: ApiClient, number: number): Promise<Tenant> {
  const { body } = await instance.post<{ adminKey: string }>('/api/v1/workspaces', {
    name: `Tenant ${number}`,
  });
  const api = instance.withKey(body.adminKey);
  const sandbox = await startSalesforceSandbox({
    organisation: number,
    callLimit: 10_000_000,
    keepHistory: true,
  });
  const { intakePath } = await makeSource(api);
  const destinationId = await makeDestination(api, sandbox);
  const { id: syncId } = await makeSync(api, destinationId);
  return { number, key: body.adminKey, intakePath, syncId, sandbox };
}

/** How many leads stand in the tenant's organisation, altogether or with one address. */
export function leadsAt({ sandbox }: Tenant, email?: string): number {
  const object = sandbox.org.schema.object('Lead');
  if (!object) throw new Error('The sandbox has no Lead.');
  const table = sandbox.org.table(object);
  return email === undefined ? table.size : table.idsWith('Email', email).length;
}
