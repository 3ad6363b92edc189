import { ArgumentsHost, Catch, ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem, ProblemError, type Problem } from './problem.js';

const logger = new Logger('Api');

/** Turns whatever was thrown into a problem document. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    void sendProblem(reply, describeError(error));
  }
}

/** What to answer to an error; one that was not foreseen is logged and not shown. */
export function describeError(error: unknown): Problem {
  if (error instanceof ProblemError) return problem(error.getStatus(), error.detail, error.errors);
  if (error instanceof HttpException) return problem(error.getStatus(), error.message);
  const status = (error as { statusCode?: unknown }).statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500)
    return problem(status, (error as Error).message);
  logger.error(error instanceof Error ? error : String(error));
  return problem(500, 'Something failed on our side; the log has the details under this request id.');
}

export function sendProblem(reply: FastifyReply, answer: Problem): FastifyReply {
  return reply.status(answer.status).type('application/problem+json').send(answer);
}

/** For what the router cannot read. Its own answer would repeat the path, which may hold a secret. */
export function answerImpossibleAddress(_error: Error, _request: FastifyRequest, reply: FastifyReply): void {
  void sendProblem(reply, problem(404, 'There is nothing at this address.'));
}
