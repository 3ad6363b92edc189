import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiAnswer } from './call.js';
import type { AnyRowFault, Faults } from './faults.js';

/** The sandbox whose requests are answered. */
export interface Answering<E extends string, R extends AnyRowFault> {
  readonly faults: Faults<E, R>;
  /** Milliseconds added to every answer. */
  latencyMs(): number;
  /** Headers that every answer to this request carries, also one that a fault gives. */
  headersFor(request: FastifyRequest): Readonly<Record<string, string>>;
}

/** How one kind of request is answered. */
export interface Handling<E extends string> {
  readonly endpoint: E;
  /** The records that the call would write, for faults that match some of them only. */
  records(): readonly Readonly<Record<string, unknown>>[];
  answer(): ApiAnswer;
  /** Counts a request that a fault keeps from being answered. */
  countFault(): void;
  /** What the vendor sends with a status. */
  faultBody(status: number): unknown;
}

export type Answerer<E extends string> = (
  request: FastifyRequest,
  reply: FastifyReply,
  handling: Handling<E>,
) => Promise<FastifyReply>;

/** The longest wait a timer can make, 24 days. */
const FOR_EVER = 2 ** 31 - 1;

/** Answers requests, late or wrongly where the settings or a fault want it so, until `stopping`. */
export function answerer<E extends string, R extends AnyRowFault>(
  sandbox: Answering<E, R>,
  stopping: AbortSignal,
): Answerer<E> {
  const wait = (ms = FOR_EVER) => sleep(ms, undefined, { signal: stopping }).catch(() => undefined);

  return async (request, reply, handling) => {
    const send = (answer: ApiAnswer) => sendAnswer(reply, answer, sandbox.headersFor(request));
    const fault = sandbox.faults.strikeCall(handling.endpoint, request.method, () => handling.records());
    if (fault?.kind === 'drop-before') return drop(request, reply);
    const latencyMs = sandbox.latencyMs();
    if (latencyMs > 0) await wait(latencyMs);
    if (fault?.kind === 'hang' && !fault.committed) await wait(fault.ms);
    if (stopping.aborted) return drop(request, reply);
    if (fault?.kind === 'status') {
      if (fault.committed) handling.answer();
      else handling.countFault();
      const { status, body = handling.faultBody(status), headers } = fault;
      return send({ status, body, headers });
    }

    const answer = handling.answer();
    if (fault?.kind === 'hang' && fault.committed) await wait(fault.ms);
    if (fault?.kind === 'drop-after-commit' || stopping.aborted) return drop(request, reply);
    return send(answer);
  };
}

function drop(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

function sendAnswer(
  reply: FastifyReply,
  { status, body, headers = {} }: ApiAnswer,
  always: Readonly<Record<string, string>>,
): FastifyReply {
  void reply.code(status).headers({ ...always, ...headers });
  if (body === undefined) return reply.send();
  const isText = typeof body === 'string';
  if (!reply.hasHeader('content-type')) {
    void reply.type(isText ? 'text/html;charset=UTF-8' : 'application/json;charset=UTF-8');
  }
  return reply.send(isText ? body : JSON.stringify(body));
}
