import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

const END_OF_HEADERS = '\r\n\r\n';

/**
 * One HTTP/1.1 connection that posts JSON, one request at a time. It reads no more of an answer than its
 * status and length: on a machine that the servers share, an ordinary client would take half of their time.
 */
export class KeepAliveConnection {
  private received = '';
  private settle: { resolve: (answer: RawAnswer) => void; reject: (error: Error) => void } | null = null;

  static async open({ hostname, port, host, pathname }: URL): Promise<KeepAliveConnection> {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    await once(socket, 'connect');
    return new KeepAliveConnection(socket, `POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\n`);
  }

  private constructor(
    private readonly socket: Socket,
    private readonly start: string,
  ) {
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => this.read(chunk));
    socket.on('error', (error) => this.settle?.reject(error));
    socket.on('close', () => this.settle?.reject(new Error('The server closed a connection.')));
  }

  post(body: Buffer): Promise<RawAnswer> {
    const head = `${this.start}Content-Type: application/json\r\nContent-Length: ${body.length}${END_OF_HEADERS}`;
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
      this.socket.write(head + body.toString('latin1'), 'latin1');
    });
  }

  close(): void {
    this.settle = null;
    this.socket.destroy();
  }

  private read(chunk: string): void {
    this.received += chunk;
    const end = this.received.indexOf(END_OF_HEADERS);
    if (end < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.received)?.[1] ?? 0);
    if (this.received.length < end + END_OF_HEADERS.length + length) return;
    const answer = { status: Number(this.received.slice(9, 12)), text: this.received.slice(end).trim() };
    this.received = '';
    this.settle?.resolve(answer);
  }
}
