import type { FastifyRequest } from 'fastify';

/** A request as it arrived, before anybody read its body. */
export interface IncomingCall {
  readonly method: string;
  /** Path and query as sent, still percent-encoded. */
  readonly url: string;
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
  /** The body as sent; empty where there is none. */
  text(): string;
}

export interface ApiAnswer {
  readonly status: number;
  /** Absent for an empty answer; text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  /** With `content-type` where a text is no HTML. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Needs a server that leaves bodies as text: {@link takeBodiesAsText}. */
export function readCall(request: FastifyRequest): IncomingCall {
  return {
    method: request.method,
    url: request.raw.url ?? '',
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    text: () => (typeof request.body === 'string' ? request.body : ''),
  };
}

/** The fields of a form, none where the body is no form. */
export function formOf(call: IncomingCall): URLSearchParams {
  const isForm = call.header('content-type')?.startsWith('application/x-www-form-urlencoded');
  return new URLSearchParams(isForm ? call.text() : '');
}

/** Where the client reached the sandbox; it is told to come back to the same address. */
export function urlOf(request: FastifyRequest): string {
  return `http://${request.host}`;
}
