import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import axios, { type AxiosResponse } from 'axios';
import { Histogram, type Registry } from 'prom-client';
import { checkUrl, guardedLookup, type NetworkPolicy, type Resolver } from './addresses.js';
import { Exchange } from './exchange.js';
import { OutboundError, type OutboundHttp, type OutboundRequest, type OutboundResponse } from './outbound.js';

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_MAX_RESPONSE_BYTES = 32 * 1024 * 1024;
const DEFAULT_SOCKETS_PER_HOST = 20;

/** Servers close idle connections after 5 s and more; being first spares the race that ends as `lost`. */
const IDLE_SOCKET_MS = 4_000;

export interface OutboundClientOptions extends NetworkPolicy {
  readonly registry: Registry;
  readonly maxSocketsPerHost?: number;
  /** In place of the system's resolver. */
  readonly resolver?: Resolver;
}

/**
 * Calls other systems over kept-alive connections. Redirects are answered, not followed. Proxies from the
 * environment are not used: a proxy resolves names by itself, past the guard against private addresses.
 */
export class OutboundClient implements OutboundHttp {
  private readonly httpAgent: http.Agent;
  private readonly httpsAgent: https.Agent;
  private readonly durations: Histogram<'peer' | 'method' | 'status'>;

  constructor(private readonly options: OutboundClientOptions) {
    const pool = {
      keepAlive: true,
      maxSockets: options.maxSocketsPerHost ?? DEFAULT_SOCKETS_PER_HOST,
      timeout: IDLE_SOCKET_MS,
      lookup: guardedLookup(options, options.resolver),
    };
    this.httpAgent = new http.Agent(pool);
    this.httpsAgent = new https.Agent(pool);
    this.durations = new Histogram({
      name: 'tributary_outbound_request_duration_seconds',
      help: 'Calls to other systems, by peer, method and status class or kind of failure',
      labelNames: ['peer', 'method', 'status'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers: [options.registry],
    });
  }

  async request(request: OutboundRequest): Promise<OutboundResponse> {
    const stop = this.durations.startTimer({ peer: request.peer, method: request.method });
    try {
      const response = await this.exchange(request);
      stop({ status: `${Math.floor(response.status / 100)}xx` });
      return response;
    } catch (error) {
      stop({ status: error instanceof OutboundError ? error.kind : 'error' });
      throw error;
    }
  }

  /** Drops all connections. */
  close(): void {
    this.httpAgent.destroy();
    this.httpsAgent.destroy();
  }

  private async exchange(request: OutboundRequest): Promise<OutboundResponse> {
    const reason = checkUrl(request.url, this.options);
    if (reason !== null) throw new OutboundError('blocked', reason);

    const exchange = new Exchange();
    const deadline = new AbortController();
    const timer = setTimeout(() => {
      deadline.abort();
      exchange.abandon();
    }, request.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    try {
      const response = await this.send(request, exchange, deadline.signal);
      const body = await readBody(response, request);
      return { status: response.status, headers: plainHeaders(response), body };
    } catch (error) {
      throw explain(error, request, exchange, deadline.signal.aborted);
    } finally {
      clearTimeout(timer);
    }
  }

  private send(
    request: OutboundRequest,
    { transport }: Exchange,
    signal: AbortSignal,
  ): Promise<AxiosResponse<Readable>> {
    return axios.request<Readable>({
      method: request.method,
      url: request.url,
      headers: { 'user-agent': 'Tributary', 'content-type': false, ...lowerCased(request.headers ?? {}) },
      data: request.body,
      signal,
      transport,
      httpAgent: this.httpAgent,
      httpsAgent: this.httpsAgent,
      proxy: false,
      maxRedirects: 0,
      maxBodyLength: Infinity,
      responseType: 'stream',
      transformRequest: (data: unknown) => data,
      transformResponse: (data: unknown) => data,
      validateStatus: () => true,
    });
  }
}

/** The limit counts decompressed bytes, so that a small archive cannot unfold into a large answer. */
async function readBody(response: AxiosResponse<Readable>, request: OutboundRequest): Promise<string> {
  const limit = request.maxResponseBytes ?? DEFAULT_MAX_RESPONSE_BYTES;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response.data as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) {
      throw new OutboundError(
        'too-large',
        `${label(request)} answered ${response.status} with more than ${limit} bytes, which were not read. ` +
          'Ask for fewer records at once.',
      );
    }
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function explain(error: unknown, request: OutboundRequest, exchange: Exchange, timedOut: boolean): unknown {
  const known = [error, causeOf(error)].find((candidate) => candidate instanceof OutboundError);
  if (known) return known;
  if (!exchange.begun) return error;
  const limit = `${request.timeoutMs ?? DEFAULT_TIMEOUT_MS} ms`;
  if (!exchange.mayHaveArrived) {
    const why = timedOut ? `no connection within ${limit}` : reasonOf(error);
    return new OutboundError(
      'unreachable',
      `${label(request)} was not sent: ${why}. It is safe to try again.`,
    );
  }
  if (timedOut) {
    return new OutboundError(
      'timeout',
      `${label(request)} was not answered within ${limit}. It may have been carried out.`,
    );
  }
  return new OutboundError(
    'lost',
    `${label(request)} lost its connection before the answer was complete: ${reasonOf(error)}. ` +
      'It may have been carried out.',
  );
}

/** Method and origin alone: paths and queries can hold e-mail addresses and tokens. */
function label({ method, url }: OutboundRequest): string {
  return `${method} ${new URL(url).origin}`;
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [first]: unknown[] =
    causeOf(error) instanceof AggregateError ? (causeOf(error) as AggregateError).errors : [];
  return first instanceof Error ? first.message : error.message;
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function plainHeaders({ headers }: AxiosResponse): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : String(value),
    ]),
  );
}
