import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Scene } from './support/scene.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { waitFor } from './support/wait-for.js';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An address that is told of alerts; it refuses the first message. */
async function startReceiver() {
  const received: Received[] = [];
  let refusals = 1;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (refusals > 0) {
      refusals -= 1;
      response.writeHead(503).end();
      return;
    }
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/alerts`,
    received,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

describe('Alerts', () => {
  let surroundings: Surroundings;
  let service: TestService;
  let scene: Scene;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let secret = '';

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    service = await startService(surroundings);
    scene = await Scene.open(service);
    receiver = await startReceiver();
    const channel = await scene.api.post<{ secret: string }>('/api/v1/alert-channels', {
      name: 'Operations',
      url: receiver.url,
    });
    secret = channel.body.secret;
  });

  afterAll(async () => {
    await scene?.close();
    await service?.stop();
    await surroundings?.remove();
    await receiver?.close();
  });

  const message = (index: number) =>
    waitFor(async () => receiver.received[index], { what: `message ${index}`, within: 40_000 });

  it('show the key that signs only once', async () => {
    expect(secret).toMatch(/^whsec_/);
    const { body } = await scene.api.get<{ items: { name: string }[] }>('/api/v1/alert-channels');
    expect(body.items.map(({ name }) => name)).toEqual(['Operations']);
    expect(JSON.stringify(body)).not.toContain(secret);
  });

  it('are told once when a sync rejects more than it may, and once when it has recovered, both signed', async () => {
    const settings = await scene.api.patch('/api/v1/alert-settings', { rejectedAtMost: 0 });
    expect(settings.body).toEqual({ lateAfterMinutes: 60, rejectedAtMost: 0 });
    for (const name of ['a', 'b', 'c'])
      await scene.send(`${name}@contoso.com`, { Email: `${name.repeat(80)}@contoso.com` });
    const began = await message(0);
    expect(JSON.parse(began.body)).toMatchObject({
      type: 'sync.rejecting',
      change: 'began',
      syncId: scene.syncId,
      message: expect.stringContaining('rejected'),
    });
    expect(began.body).not.toContain('contoso.com');
    expectSigned(began, secret);

    await scene.change({
      mapping: [
        { from: 'lastName', to: 'LastName' },
        { from: 'company', to: 'Company' },
      ],
    });
    const recovered = await message(1);
    expect(JSON.parse(recovered.body)).toMatchObject({ type: 'sync.rejecting', change: 'recovered' });
    const { body } = await scene.api.get<{ items: { change: string }[] }>(
      `/api/v1/alerts?syncId=${scene.syncId}`,
    );
    expect(body.items.map(({ change }) => change)).toEqual(['recovered', 'began']);
    expect(receiver.received).toHaveLength(2);
  });

  it('are told when somebody must sign in over there', async () => {
    await scene.reconfigure({ credentials: { clientSecret: 'wrong' } });
    await scene.send('new@contoso.com');
    expect(JSON.parse((await message(2)).body)).toMatchObject({ type: 'sync.failing', change: 'began' });
  });
});

function expectSigned({ headers, body }: Received, secret: string): void {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const expected = Buffer.from(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  expect(timingSafeEqual(expected, Buffer.from(String(headers['webhook-signature'])))).toBe(true);
}
