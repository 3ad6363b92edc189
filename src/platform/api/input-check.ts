import type { FastifyInstance } from 'fastify';
import { badInput, type FieldError } from './problem.js';

/** No input of ours is nested deeper; what is would only exhaust whoever walks it. */
const DEEPEST = 50;

/** NUL, which PostgreSQL keeps in no text, and halves of surrogate pairs, which are no characters. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** Refuses bodies and queries that no field could store, before anything is done with them. */
export function installInputCheck(server: FastifyInstance): void {
  server.addHook('preValidation', async ({ body, query }) => {
    const problems = [...inputProblems(body), ...inputProblems(query)];
    if (problems.length > 0) throw badInput(problems);
  });
}

/** What of a parsed body cannot be stored, with its place. Bytes are kept as they are. */
export function inputProblems(value: unknown, path = '', depth = 0): FieldError[] {
  if (typeof value === 'string') return UNSTORABLE.test(value) ? [unstorable(path)] : [];
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  if (depth === DEEPEST)
    return [{ path: path.slice(0, 100), message: `is nested more than ${DEEPEST} levels deep` }];
  return Object.entries(value).flatMap(([name, part]) => {
    if (UNSTORABLE.test(name)) return [unstorable(path)];
    return inputProblems(part, path ? `${path}.${name}` : name, depth + 1);
  });
}

function unstorable(path: string): FieldError {
  return { path, message: 'holds a NUL or half of a surrogate pair, which no text may' };
}
