import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Registry } from 'prom-client';
import { OutboundClient, type OutboundClientOptions } from './outbound-client.js';
import { OutboundError, type OutboundRequest } from './outbound.js';

const closers: (() => void | Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function serve(handler: http.RequestListener): Promise<string> {
  const server = http.createServer(handler);
  return listen(server, () => server.closeAllConnections());
}

async function serveRaw(onSocket: (socket: net.Socket) => void): Promise<string> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    onSocket(socket);
  });
  return listen(server, () => sockets.forEach((socket) => socket.destroy()));
}

async function listen(server: net.Server, drop: () => void): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  closers.push(() => {
    const closed = once(server, 'close');
    server.close();
    drop();
    return closed;
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function clientWith(options: Partial<OutboundClientOptions> = {}): OutboundClient {
  const client = new OutboundClient({ allowPrivateNetwork: true, registry: new Registry(), ...options });
  closers.push(() => client.close());
  return client;
}

function get(url: string, more: Partial<OutboundRequest> = {}): OutboundRequest {
  return { method: 'GET', url, peer: 'test', ...more };
}

async function failureOf(call: Promise<unknown>): Promise<OutboundError> {
  const error = await call.then(
    () => new Error('the call succeeded'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof OutboundError)) throw error;
  return error;
}

describe('OutboundClient answers', () => {
  it('sends method, headers and body as they are, and no content type of its own', async () => {
    const host = await serve((request, response) => {
      request.setEncoding('utf8').on('data', (body: string) => {
        response.setHeader(
          'X-Seen',
          `${request.method} ${request.headers['content-type']} ${request.headers['x-a']}`,
        );
        response.end(body);
      });
    });
    const body = '{"a": "é"}';
    const answer = await clientWith().request(
      get(`http://${host}/`, { method: 'PATCH', headers: { 'X-A': 'b' }, body: Buffer.from(body) }),
    );
    expect(answer).toMatchObject({ status: 200, body, headers: { 'x-seen': 'PATCH undefined b' } });
  });

  it.each([204, 400, 429, 500, 503])('answers status %d without throwing', async (status) => {
    const host = await serve((_request, response) => response.writeHead(status).end());
    await expect(clientWith().request(get(`http://${host}/`))).resolves.toMatchObject({ status, body: '' });
  });

  it('answers a redirect to a private address as it is', async () => {
    let calls = 0;
    const host = await serve((_request, response) => {
      calls += 1;
      response.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end('moved');
    });
    const answer = await clientWith().request(get(`http://${host}/`));
    expect(answer).toMatchObject({
      status: 302,
      body: 'moved',
      headers: { location: 'http://169.254.169.254/latest/' },
    });
    expect(calls).toBe(1);
  });

  it('unpacks a compressed answer', async () => {
    const host = await serve((_request, response) => {
      response.setHeader('content-encoding', 'gzip').end(gzipSync('plain'));
    });
    await expect(clientWith().request(get(`http://${host}/`))).resolves.toMatchObject({ body: 'plain' });
  });

  it('reuses connections and opens no more than the limit for a host', async () => {
    const ports = new Set<number | undefined>();
    const host = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end();
    });
    const client = clientWith({ maxSocketsPerHost: 2 });
    await Promise.all(Array.from({ length: 10 }, () => client.request(get(`http://${host}/`))));
    expect(ports.size).toBe(2);
  });
});

describe('OutboundClient without private networks', () => {
  it('never connects to a name that resolves to a private address', async () => {
    let connections = 0;
    const host = await serveRaw(() => (connections += 1));
    const port = host.split(':')[1];
    const client = clientWith({
      allowPrivateNetwork: false,
      resolver: async () => [{ address: '127.0.0.1', family: 4 }],
    });
    const error = await failureOf(client.request(get(`https://crm.example:${port}/`)));
    expect(error).toMatchObject({ kind: 'blocked', mayHaveArrived: false });
    expect(error.message).toContain('crm.example resolves to 127.0.0.1');
    expect(connections).toBe(0);
  });

  it.each(['http://example.com/', 'https://2130706433/', 'https://[::1]/', 'https://a:b@example.com/'])(
    'refuses %s before anything is resolved',
    async (url) => {
      let lookups = 0;
      const client = clientWith({
        allowPrivateNetwork: false,
        resolver: async () => {
          lookups += 1;
          return [];
        },
      });
      expect(await failureOf(client.request(get(url)))).toMatchObject({ kind: 'blocked' });
      expect(lookups).toBe(0);
    },
  );
});

describe('OutboundClient failures', () => {
  it('is unreachable when nobody listens', async () => {
    const host = await serve(() => undefined);
    await closers.pop()?.();
    const error = await failureOf(clientWith().request(get(`http://${host}/path?email=jane@example.com`)));
    expect(error).toMatchObject({ kind: 'unreachable', mayHaveArrived: false });
    expect(error.message).toContain('ECONNREFUSED');
    expect(error.message).not.toContain('jane');
  });

  it('is unreachable when the name does not exist', async () => {
    const client = clientWith({
      resolver: () =>
        Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND crm.example'), { code: 'ENOTFOUND' })),
    });
    const error = await failureOf(client.request(get('https://crm.example/')));
    expect(error).toMatchObject({ kind: 'unreachable', message: expect.stringContaining('ENOTFOUND') });
  });

  it('is unreachable when the time runs out while the name is resolved', async () => {
    const client = clientWith({ resolver: () => new Promise(() => undefined) });
    const error = await failureOf(client.request(get('http://crm.example/', { timeoutMs: 30 })));
    expect(error).toMatchObject({ kind: 'unreachable', message: expect.stringContaining('within 30 ms') });
  });

  it('is unreachable when the time runs out in the TLS handshake', async () => {
    const host = await serveRaw(() => undefined);
    const error = await failureOf(clientWith().request(get(`https://${host}/`, { timeoutMs: 50 })));
    expect(error.kind).toBe('unreachable');
  });

  it('is unreachable when the other side does not speak TLS or drops the handshake', async () => {
    const plain = await serve((_request, response) => response.end());
    const dropping = await serveRaw((socket) => socket.once('data', () => socket.destroy()));
    expect((await failureOf(clientWith().request(get(`https://${plain}/`)))).kind).toBe('unreachable');
    expect((await failureOf(clientWith().request(get(`https://${dropping}/`)))).kind).toBe('unreachable');
  });

  it('is unreachable when the time runs out waiting for a free connection', async () => {
    const host = await serve(() => undefined);
    const client = clientWith({ maxSocketsPerHost: 1 });
    const first = failureOf(client.request(get(`http://${host}/`, { timeoutMs: 200 })));
    const second = await failureOf(client.request(get(`http://${host}/`, { timeoutMs: 50 })));
    expect(second.kind).toBe('unreachable');
    expect((await first).kind).toBe('timeout');
  });

  it('times out when headers do not come, and drops the connection', async () => {
    let dropped: Promise<unknown> | undefined;
    const host = await serve((request) => {
      dropped = once(request.socket, 'close');
    });
    const error = await failureOf(clientWith().request(get(`http://${host}/`, { timeoutMs: 50 })));
    expect(error).toMatchObject({ kind: 'timeout', mayHaveArrived: true });
    await dropped;
  });

  it('times out when the body stalls, although it had begun', async () => {
    let dropped: Promise<unknown> | undefined;
    const host = await serve((request, response) => {
      dropped = once(request.socket, 'close');
      response.write('{"begun":');
    });
    const error = await failureOf(clientWith().request(get(`http://${host}/`, { timeoutMs: 80 })));
    expect(error.kind).toBe('timeout');
    await dropped;
  });

  it('is lost when the connection drops before the answer', async () => {
    const host = await serve((request) => request.socket.destroy());
    const error = await failureOf(
      clientWith().request(get(`http://${host}/`, { method: 'POST', body: '{}' })),
    );
    expect(error).toMatchObject({ kind: 'lost', mayHaveArrived: true });
  });

  it.each(['identity', 'gzip'])('is lost when the connection drops in mid-body (%s)', async (encoding) => {
    const bytes = encoding === 'gzip' ? gzipSync('x'.repeat(10_000)) : Buffer.from('x'.repeat(100));
    const host = await serve((request, response) => {
      response.writeHead(200, { 'content-encoding': encoding, 'content-length': bytes.length });
      response.write(bytes.subarray(0, bytes.length - 12), () => request.socket.destroy());
    });
    expect((await failureOf(clientWith().request(get(`http://${host}/`)))).kind).toBe('lost');
  });

  it('is lost when a kept-alive connection is reset under the second request', async () => {
    const ports: (number | undefined)[] = [];
    const host = await serve((request, response) => {
      ports.push(request.socket.remotePort);
      if (ports.length === 1) response.end();
      else request.socket.resetAndDestroy();
    });
    const client = clientWith();
    await client.request(get(`http://${host}/`));
    expect((await failureOf(client.request(get(`http://${host}/`)))).kind).toBe('lost');
    expect(ports[1]).toBe(ports[0]);
  });

  it.each([
    ['plain', (response: http.ServerResponse) => response.end('x'.repeat(2_000))],
    [
      'compressed',
      (response: http.ServerResponse) =>
        response.setHeader('content-encoding', 'gzip').end(gzipSync('x'.repeat(2_000))),
    ],
  ])('refuses a %s answer over the limit', async (_kind, answer) => {
    const host = await serve((_request, response) => answer(response));
    const client = clientWith();
    const error = await failureOf(client.request(get(`http://${host}/`, { maxResponseBytes: 1_999 })));
    expect(error).toMatchObject({ kind: 'too-large', mayHaveArrived: true });
    await expect(client.request(get(`http://${host}/`, { maxResponseBytes: 2_000 }))).resolves.toBeDefined();
  });

  it('leaves an error of the caller as it is', async () => {
    const call = clientWith().request(get('http://127.0.0.1:1/', { method: 'NO SPACE' }));
    await expect(call).rejects.toMatchObject({ name: 'TypeError', code: 'ERR_INVALID_HTTP_TOKEN' });
  });
});

describe('OutboundClient metrics', () => {
  it('counts calls by peer, method and outcome', async () => {
    const host = await serve((request, response) =>
      request.url === '/drop' ? request.socket.destroy() : response.writeHead(404).end(),
    );
    const registry = new Registry();
    const client = clientWith({ registry });
    await client.request(get(`http://${host}/`, { peer: 'crm-1' }));
    await failureOf(client.request(get(`http://${host}/drop`, { peer: 'crm-1', method: 'POST' })));
    const text = await registry.metrics();
    expect(text).toContain('duration_seconds_count{peer="crm-1",method="GET",status="4xx"} 1');
    expect(text).toContain('duration_seconds_count{peer="crm-1",method="POST",status="lost"} 1');
  });
});
