import { HttpException } from '@nestjs/common';

export interface FieldError {
  /** Where in the body or query, e.g. `config.loginUrl`. */
  readonly path: string;
  readonly message: string;
}

/** `application/problem+json` of RFC 9457; `errors` names each field of a bad input. */
export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Cannot be done',
  500: 'Internal error',
  503: 'Not ready',
};

/** An error with an answer for people. Anything else thrown in a handler becomes a bare 500. */
export class ProblemError extends HttpException {
  constructor(
    status: number,
    readonly detail: string,
    readonly errors?: readonly FieldError[],
  ) {
    super(detail, status);
  }
}

export function problem(status: number, detail: string, errors?: readonly FieldError[]): Problem {
  return { title: titles[status] ?? 'Error', status, detail, ...(errors && { errors }) };
}

export function badInput(errors: readonly FieldError[]): ProblemError {
  const fields = new Set(errors.map(({ path }) => path)).size;
  return new ProblemError(400, `${fields} field(s) of the request are not usable.`, errors);
}

export const notFound = (what: string, id: string): ProblemError =>
  new ProblemError(404, `There is no ${what} ${id} in this workspace.`);

export const conflict = (detail: string): ProblemError => new ProblemError(409, detail);

/** Well formed, but refused for a reason that the caller can act on. */
export const refused = (detail: string, errors?: readonly FieldError[]): ProblemError =>
  new ProblemError(422, detail, errors);

const UNIQUE_VIOLATION = '23505';

/** Runs a write whose unique constraint is a name that may be taken, and answers 409 then. */
export async function uniqueName<T>(what: string, name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
    throw conflict(`A ${what} named “${name}” exists already. Choose another name.`);
  }
}
