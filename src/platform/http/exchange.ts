import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';

type OnResponse = (response: http.IncomingMessage) => void;

/**
 * The transport of one request, which remembers whether any of it may have reached the other side.
 * An error code cannot tell: ECONNRESET comes in the midst of a TLS handshake as well as after the body.
 */
export class Exchange {
  private clientRequest: http.ClientRequest | undefined;
  private connected = false;

  /** False when the request was refused by Node itself, e.g. for a header that cannot be sent. */
  get begun(): boolean {
    return this.clientRequest !== undefined;
  }

  /** True once a connection, TLS included, stood for this request. */
  get mayHaveArrived(): boolean {
    return this.connected;
  }

  /** The shape axios takes as `transport`. */
  readonly transport = {
    request: (options: https.RequestOptions, onResponse: OnResponse): http.ClientRequest => {
      const secure = options.protocol === 'https:';
      this.clientRequest = (secure ? https : http).request(options, onResponse);
      this.clientRequest.once('socket', (socket) => this.watch(socket, secure));
      return this.clientRequest;
    },
  };

  abandon(): void {
    this.clientRequest?.destroy();
  }

  private watch(socket: Socket, secure: boolean): void {
    if (!socket.connecting) {
      this.connected = true;
      return;
    }
    socket.once(secure ? 'secureConnect' : 'connect', () => (this.connected = true));
  }
}
