import type { ApiClient } from './api-client.js';

/** A workspace of its own, with its admin. */
export async function makeWorkspace(
  instanceAdmin: ApiClient,
  name: string,
): Promise<{ id: string; api: ApiClient }> {
  const { status, body } = await instanceAdmin.post<{ workspace: { id: string }; adminKey: string }>(
    '/api/v1/workspaces',
    { name },
  );
  expect(status).toBe(201);
  return { id: body.workspace.id, api: instanceAdmin.withKey(body.adminKey) };
}

/** A key of that role in the workspace of the admin. */
export async function makeKey(admin: ApiClient, role: string, name = role): Promise<ShownKey> {
  const { status, body } = await admin.post<ShownKey>('/api/v1/api-keys', { name, role });
  expect(status).toBe(201);
  return body;
}

export interface ShownKey {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly key: string;
}
