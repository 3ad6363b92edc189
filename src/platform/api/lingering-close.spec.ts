import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import Fastify, { type FastifyInstance } from 'fastify';
import { installLingeringClose, LINGER_BYTES } from './lingering-close.js';

const LIMIT = 1_000;

describe('The lingering close', () => {
  let server: FastifyInstance;
  let socket: Socket;
  let said: Promise<string>;

  beforeEach(async () => {
    server = Fastify({ bodyLimit: LIMIT, forceCloseConnections: true });
    installLingeringClose(server);
    server.post('/', () => 'taken');
    await server.listen({ host: '127.0.0.1', port: 0 });
    socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => undefined);
    said = hear(socket);
  });

  afterEach(async () => {
    socket.destroy();
    await server.close();
  });

  it('answers a body of a declared length that is too large when all of it has come', async () => {
    head('content-length: 500000');
    for (let part = 0; part < 50; part += 1) {
      await write('x'.repeat(10_000));
      expect(socket.bytesRead).toBe(0);
    }
    expect(await said).toMatch(/^HTTP\/1\.1 413 [^]*connection: close/i);
  });

  it('answers a body of an unknown length that turns out too large when all of it has come', async () => {
    head('transfer-encoding: chunked');
    for (let part = 0; part < 50; part += 1) {
      await write(`2710\r\n${'x'.repeat(10_000)}\r\n`);
      expect(socket.bytesRead).toBe(0);
    }
    await write('0\r\n\r\n');
    expect(await said).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('does not read for ever', async () => {
    head(`content-length: ${2 * LINGER_BYTES}`);
    const part = 'x'.repeat(1_000_000);
    let sent = 0;
    while (socket.writable && sent < 2 * LINGER_BYTES) {
      socket.write(part);
      sent += part.length;
      await turn();
      while (socket.writable && socket.writableNeedDrain) await turn();
    }
    await said;
    expect(socket.bytesWritten).toBeLessThan(2 * LINGER_BYTES);
  });

  it('lets go of a sender that went away', async () => {
    head('content-length: 500000');
    await write('x'.repeat(10_000));
    socket.destroy();
    await expect(server.close()).resolves.toBeUndefined();
  });

  it('leaves a connection open after a body that is taken', async () => {
    head('content-length: 2');
    await write('{}');
    await once(socket, 'data');
    expect(socket.readableEnded).toBe(false);
  });

  function head(length: string): void {
    socket.write(`POST / HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n${length}\r\n\r\n`);
  }

  function write(text: string): Promise<void> {
    return new Promise((resolve, reject) =>
      socket.write(text, (error) => (error ? reject(error) : resolve())),
    );
  }
});

/** All that the server says until it closes. */
function hear(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (part) => (text += String(part)));
  return new Promise((resolve) => socket.on('close', () => resolve(text)));
}
