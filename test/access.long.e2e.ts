import { createHash } from 'node:crypto';
import { startSalesforceSandbox, type SalesforceSandbox } from '../src/sandbox/index.js';
import type { ApiClient } from './support/api-client.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { makeDestination, makeSource, makeSync } from './support/set-up.js';
import { makeKey, makeWorkspace } from './support/workspaces.js';

interface AuditEntry {
  readonly keyName: string;
  readonly action: string;
  readonly path: string;
  readonly outcome: string;
  readonly status: number | null;
  readonly changedFields: readonly string[];
  readonly requestId: string;
}

interface Problem {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

describe('Access to the API', () => {
  let surroundings: Surroundings;
  let service: TestService;
  let sandbox: SalesforceSandbox;
  let api: ApiClient;

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    sandbox = await startSalesforceSandbox({});
    service = await startService(surroundings);
    api = service.api;
  });

  afterAll(async () => {
    await service?.stop();
    await sandbox?.close();
    await surroundings?.remove();
  });

  const auditOf = async (client: ApiClient): Promise<readonly AuditEntry[]> =>
    (await client.get<{ items: AuditEntry[] }>('/api/v1/audit')).body.items;

  describe('by API keys', () => {
    it('shows a key once and never again', async () => {
      const { id, key } = await makeKey(api, 'viewer', 'Shown once');
      expect(key).toMatch(/^tributary_[\w-]{43}$/);
      const shown = JSON.stringify([
        (await api.get(`/api/v1/api-keys/${id}`)).body,
        (await api.get('/api/v1/api-keys')).body,
        await auditOf(api),
      ]);
      expect(shown).toContain('Shown once');
      expect(shown).not.toContain(key);
      expect(shown).not.toContain(createHash('sha256').update(key).digest('hex'));
    });

    it('ends with the key that is disabled or deleted, at once', async () => {
      const { id, key } = await makeKey(api, 'viewer', 'Switched');
      const statusOf = async () => (await api.withKey(key).get('/api/v1/sources')).status;
      expect(await statusOf()).toBe(200);
      expect((await api.patch(`/api/v1/api-keys/${id}`, { enabled: false })).body).toMatchObject({
        enabled: false,
      });
      expect(await statusOf()).toBe(401);
      await api.patch(`/api/v1/api-keys/${id}`, { enabled: true });
      expect(await statusOf()).toBe(200);
      expect((await api.delete(`/api/v1/api-keys/${id}`)).status).toBe(204);
      expect(await statusOf()).toBe(401);
      expect((await api.get(`/api/v1/api-keys/${id}`)).status).toBe(404);
    });

    it('does not let a key lock itself out', async () => {
      const { id, key } = await makeKey(api, 'admin', 'Second admin');
      const admin = api.withKey(key);
      expect((await admin.patch(`/api/v1/api-keys/${id}`, { enabled: false })).status).toBe(409);
      expect((await admin.delete(`/api/v1/api-keys/${id}`)).status).toBe(409);
      expect((await admin.patch(`/api/v1/api-keys/${id}`, {})).body).toMatchObject({ enabled: true });
    });

    it('takes the key from a bearer header alone', async () => {
      const key = service.adminKey;
      const headers: Record<string, string>[] = [
        { authorization: key },
        { authorization: `Basic ${Buffer.from(`:${key}`).toString('base64')}` },
        { authorization: `Bearer ${key.slice(0, -1)}` },
        { authorization: 'Bearer ' },
        { 'x-api-key': key },
      ];
      for (const header of headers) {
        const response = await fetch(`${api.url}/api/v1/sources`, { headers: header });
        expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
      }
      const response = await fetch(`${api.url}/api/v1/sources`, {
        headers: { authorization: `bearer ${key}` },
      });
      expect(response.status).toBe(200);
    });
  });

  describe('for workspaces', () => {
    it('lets the instance admin make, read and rename them, each with an admin of its own', async () => {
      const { id, api: other } = await makeWorkspace(api, 'Fabrikam');
      expect((await api.post('/api/v1/workspaces', { name: 'Fabrikam' })).status).toBe(409);
      expect((await api.patch(`/api/v1/workspaces/${id}`, { name: 'default' })).status).toBe(409);
      expect((await api.patch(`/api/v1/workspaces/${id}`, { name: 'Fabrikam Inc' })).status).toBe(200);
      expect((await api.get(`/api/v1/workspaces/${id}`)).body).toMatchObject({ id, name: 'Fabrikam Inc' });
      const { body } = await other.get<{ items: unknown[] }>('/api/v1/api-keys');
      expect(body.items).toEqual([expect.objectContaining({ name: 'admin', role: 'admin' })]);
      expect((await other.get(`/api/v1/workspaces/${id}`)).status).toBe(403);
    });
  });

  describe('is written to the audit trail', () => {
    it('with the names of the fields that were sent, never their values', async () => {
      const { api: own } = await makeWorkspace(api, 'Audited');
      const { id } = await makeSource(own, 'Secretly named');
      await own.patch(`/api/v1/sources/${id}`, { name: 'Renamed source', enabled: true });
      await makeDestination(own, sandbox);
      await own.patch(`/api/v1/sources/${id}`, { name: 7 });
      await own.get('/api/v1/sources');
      const entries = await auditOf(own);
      expect(
        entries.map(({ action, status, changedFields }) => [action, status, changedFields.toSorted()]),
      ).toEqual([
        ['PATCH /api/v1/sources/:id', 400, ['name']],
        [
          'POST /api/v1/destinations',
          201,
          ['config.loginUrl', 'credentials.clientId', 'credentials.clientSecret', 'name', 'type'],
        ],
        ['PATCH /api/v1/sources/:id', 200, ['enabled', 'name']],
        ['POST /api/v1/sources', 201, expect.arrayContaining(['name', 'type'])],
      ]);
      expect(entries[2]).toMatchObject({
        keyName: 'admin',
        outcome: 'allowed',
        path: `/api/v1/sources/${id}`,
      });
      expect(JSON.stringify(entries)).not.toMatch(/Secretly|Renamed|sandbox/);
    });

    it('also where a role was refused, under the id that the answer carries', async () => {
      const { api: own } = await makeWorkspace(api, 'Refusing');
      const viewer = own.withKey((await makeKey(own, 'viewer')).key);
      const { status, headers } = await viewer.post('/api/v1/sources', { type: 'marketplace', name: 'No' });
      expect(status).toBe(403);
      expect((await auditOf(own))[0]).toMatchObject({
        keyName: 'viewer',
        action: 'POST /api/v1/sources',
        outcome: 'denied',
        status: 403,
        changedFields: [],
        requestId: headers.get('x-request-id'),
      });
    });
  });

  describe('shows of the secrets of a destination', () => {
    it('that they are set, not what they are', async () => {
      const id = await makeDestination(api, sandbox, 'Write-only');
      const path = `/api/v1/destinations/${id}`;
      const set = { set: true };
      expect((await api.get(path)).body).toMatchObject({
        credentials: { clientId: set, clientSecret: set },
        config: { loginUrl: sandbox.url },
      });
      const changed = await api.patch(path, { credentials: { clientSecret: 'another-secret' } });
      expect([changed.status, changed.body]).toEqual([
        200,
        expect.objectContaining({ credentials: { clientId: set, clientSecret: set } }),
      ]);
      const jwt = await api.patch(path, {
        credentials: { clientSecret: null, username: 'u', privateKey: 'pem' },
      });
      expect(jwt.body).toMatchObject({ credentials: { clientId: set, username: set, privateKey: set } });
      expect(jwt.body.credentials).not.toHaveProperty('clientSecret');
      const all = JSON.stringify([changed.body, jwt.body, (await api.get('/api/v1/destinations')).body]);
      expect(all).not.toMatch(/another-secret|tributary-sandbox/);
    });
  });

  describe('answers what is wrong as a problem', () => {
    const problemOf = async (method: string, path: string, body?: string, type = 'application/json') => {
      const response = await fetch(api.url + path, {
        method,
        headers: { ...api.authorization, ...(body !== undefined && { 'content-type': type }) },
        body,
      });
      const problem = (await response.json()) as Problem;
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      expect(problem).toMatchObject({
        title: expect.any(String),
        status: response.status,
        detail: expect.any(String),
      });
      return problem;
    };
    const create = (body: unknown) => problemOf('POST', '/api/v1/sources', JSON.stringify(body));
    const good = { type: 'marketplace', name: 'Good' };

    it('with the status of its kind', async () => {
      expect((await problemOf('GET', '/api/v1/nowhere')).status).toBe(404);
      expect((await problemOf('PUT', '/api/v1/sources', '{}')).status).toBe(404);
      expect((await problemOf('POST', '/api/v1/sources', '{"type":')).status).toBe(400);
      expect((await problemOf('POST', '/api/v1/sources', `"${'x'.repeat(2 << 20)}"`)).status).toBe(413);
      for (const type of ['text/plain', 'application/octet-stream', 'application/xml', ';;'])
        expect((await problemOf('POST', '/api/v1/sources', JSON.stringify(good), type)).status).toBe(415);
    });

    it('but takes an empty body for none, whatever its content type', async () => {
      const { api: own } = await makeWorkspace(api, 'Empty bodies');
      const { id } = await makeSource(own);
      for (const method of ['POST', 'DELETE']) {
        const path = `/api/v1/sources/${id}${method === 'POST' ? '/quarantine' : ''}`;
        const headers = { ...own.authorization, 'content-type': 'application/json' };
        const { ok } = await fetch(api.url + path, { method, headers });
        expect([method, ok]).toEqual([method, true]);
      }
      const { status, errors } = await problemOf('POST', '/api/v1/workspaces', '');
      expect([status, errors?.[0]?.path]).toEqual([400, 'name']);
    });

    const bad: [name: string, body: unknown, paths: string[]][] = [
      ['an unknown field', { ...good, colour: 'blue' }, ['colour']],
      ['every field at once', { type: 'fax', name: '' }, ['name', 'type']],
      ['null, which is no text', { ...good, name: null }, ['name']],
      ['a NUL', { ...good, name: 'a\0b' }, ['name']],
      ['half of a surrogate pair', { ...good, name: '\ud83d' }, ['name']],
      ['a setting that the type has not', { ...good, config: { folder: '/' } }, ['config.folder']],
    ];

    it.each(bad)('naming the field of %s', async (_name, body, paths) => {
      const { status, errors = [] } = await create(body);
      expect([status, [...new Set(errors.map(({ path }) => path))].toSorted()]).toEqual([400, paths]);
    });

    it('naming the field of a query or a path', async () => {
      const fields = async (path: string) => {
        const { status, errors } = await problemOf('GET', path);
        return [status, ...new Set(errors?.map((error) => error.path))];
      };
      expect(await fields('/api/v1/sources/no-id')).toEqual([400, 'id']);
      expect(await fields('/api/v1/profiles?q=%00')).toEqual([400, 'q']);
      expect(await fields('/api/v1/profiles?colour=blue')).toEqual([400, 'colour']);
      expect(await fields('/api/v1/sources?cursor=here')).toEqual([400, 'cursor']);
      for (const limit of ['0', '201', 'ten', '1.5', '']) {
        expect(await fields(`/api/v1/sources?limit=${limit}`)).toEqual([400, 'limit']);
      }
    });

    it('with 409 for a name that is taken in the workspace, and only there', async () => {
      const { api: own } = await makeWorkspace(api, 'Names');
      const { id } = await makeSource(own, 'First');
      await makeSource(own, 'Second');
      expect((await own.post('/api/v1/sources', { ...good, name: 'Second' })).status).toBe(409);
      expect((await own.patch(`/api/v1/sources/${id}`, { name: 'Second' })).status).toBe(409);
      await makeKey(own, 'viewer', 'Taken');
      expect((await own.post('/api/v1/api-keys', { name: 'Taken', role: 'viewer' })).status).toBe(409);
      const destinationId = await makeDestination(own, sandbox, 'Taken');
      const again = {
        type: 'salesforce',
        name: 'Taken',
        config: { loginUrl: sandbox.url },
        credentials: sandbox.app,
      };
      const { clientId, clientSecret } = again.credentials;
      const destination = { ...again, credentials: { clientId, clientSecret } };
      expect((await own.post('/api/v1/destinations', destination)).status).toBe(409);
      await makeSync(own, destinationId, { name: 'Taken', enabled: false });
      const sync = { name: 'Taken', destinationId, object: 'lead', schedule: { mode: 'continuous' } };
      expect((await own.post('/api/v1/syncs', sync)).status).toBe(409);
      expect((await own.delete(`/api/v1/destinations/${destinationId}`)).status).toBe(409);
      await makeSource((await makeWorkspace(api, 'More names')).api, 'Second');
    });
  });

  it('pages lists by cursor, each row once', async () => {
    const { api: own } = await makeWorkspace(api, 'Long lists');
    for (let n = 0; n < 7; n += 1) await makeSource(own, `Source ${n}`);
    const pages: string[][] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const path: string = `/api/v1/sources?limit=3${cursor && `&cursor=${cursor}`}`;
      const { body }: { body: { items: { name: string }[]; nextCursor: string | null } } =
        await own.get(path);
      pages.push(body.items.map(({ name }) => name));
      cursor = body.nextCursor;
    }
    expect(pages.map(({ length }) => length)).toEqual([3, 3, 1]);
    expect(new Set(pages.flat()).size).toBe(7);
  });

  it('needs none for the documentation, and serves all of its page', async () => {
    for (const path of [
      '/docs',
      '/docs/',
      '/docs/swagger-ui-init.js',
      '/docs/swagger-ui.css',
      '/docs-json',
    ]) {
      const response = await fetch(api.url + path);
      await response.arrayBuffer();
      expect([path, response.status]).toEqual([path, 200]);
    }
  });
});
