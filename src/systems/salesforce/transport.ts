import { PassThrough } from 'node:stream';
import { Transport } from 'jsforce/lib/transport.js';
import type { HttpRequest, HttpResponse } from 'jsforce/lib/types/common.js';
import { StreamPromise } from 'jsforce/lib/util/promise.js';

/**
 * Puts jsforce on the outbound HTTP client, so that none of its own requests, retries, redirects or proxy
 * settings is used.
 */
export class OutboundTransport extends Transport {
  readonly #exchange: (request: HttpRequest) => Promise<HttpResponse>;

  constructor(exchange: (request: HttpRequest) => Promise<HttpResponse>) {
    super();
    this.#exchange = exchange;
  }

  /** jsforce asks the promise for its stream, hence no plain promise. */
  override httpRequest(request: HttpRequest): StreamPromise<HttpResponse> {
    return StreamPromise.create(() => ({ stream: new PassThrough(), promise: this.#exchange(request) }));
  }
}

/** Where jsforce keeps the transport of a connection or of its sign-in; there is no setting for it. */
export function sendThrough(user: { _transport: Transport }, transport: OutboundTransport): void {
  Object.assign(user, { _transport: transport });
}

/** Bodies of this connector are text; jsforce would also take streams and forms. */
export function textBody({ body }: HttpRequest): string | undefined {
  return typeof body === 'string' ? body : undefined;
}
