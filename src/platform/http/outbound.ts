/** Nest token of the {@link OutboundHttp}. */
export const OUTBOUND_HTTP = Symbol('OUTBOUND_HTTP');

/** The one way out: every call to another system goes through a client of this shape. */
export interface OutboundHttp {
  /**
   * Sends one request and answers whatever status came back.
   * Throws {@link OutboundError} when there is no answer, or none that may be read.
   */
  request(request: OutboundRequest): Promise<OutboundResponse>;
}

export interface OutboundRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Milliseconds for the whole exchange; default 30,000. */
  readonly timeoutMs?: number;
  /** Bytes; a longer answer is refused. Default 32 MiB. */
  readonly maxResponseBytes?: number;
  /** Label of the metrics, e.g. the destination's id. */
  readonly peer: string;
}

export interface OutboundResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export class OutboundError extends Error {
  override readonly name = 'OutboundError';

  constructor(
    /** `blocked`: the address may not be called. `unreachable`: never connected. `lost`, `timeout`: sent, answer unknown. `too-large`: answer refused. */
    readonly kind: 'blocked' | 'unreachable' | 'lost' | 'timeout' | 'too-large',
    message: string,
  ) {
    super(message);
  }

  /** Whether the other side may have acted on the request. */
  get mayHaveArrived(): boolean {
    return this.kind !== 'blocked' && this.kind !== 'unreachable';
  }
}
