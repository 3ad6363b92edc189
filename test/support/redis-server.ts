import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, connect, type AddressInfo } from 'node:net';
import { waitFor } from './wait-for.js';

/** A Redis of its own, which a test may flush and stop. Needs `redis-server` on the path. */
export class RedisServer {
  private child: ChildProcess | null = null;

  private constructor(readonly port: number) {}

  /** A port for it; not started yet. */
  static async reserve(): Promise<RedisServer> {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return new RedisServer(port);
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const options = ['--port', String(this.port), '--save', '', '--bind', '127.0.0.1', '--appendonly', 'no'];
    this.child = spawn('redis-server', options, { stdio: 'ignore' });
    let failure: Error | null = null;
    this.child.once('error', (error) => (failure = error));
    await waitFor(
      async () => {
        if (failure) throw new Error('This test needs redis-server on the path.', { cause: failure });
        return (await this.command('PING'))?.startsWith('+PONG');
      },
      { what: 'Redis to answer' },
    );
  }

  /** SIGKILL: nothing is said to its clients, and nothing is kept. */
  async stop(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  async flush(): Promise<void> {
    const answer = await this.command('FLUSHALL');
    if (!answer?.startsWith('+OK')) throw new Error(`Redis was not flushed: ${answer}`);
  }

  private command(name: string): Promise<string | null> {
    return new Promise((resolve) => {
      const socket = connect(this.port, '127.0.0.1', () => socket.write(`${name}\r\n`));
      socket.setEncoding('utf8');
      socket.once('data', (answer: string) => {
        socket.destroy();
        resolve(answer);
      });
      socket.once('error', () => resolve(null));
    });
  }
}
