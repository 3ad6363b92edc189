import type { ApiAnswer } from '../../frame/index.js';

/** A call that is refused, in the words of the API it came to. */
export class CallRefused extends Error {
  override readonly name = 'CallRefused';

  constructor(
    readonly answer: ApiAnswer,
    /** The rule of the API that it breaks and that no data could make right; null where it was put properly. */
    readonly violation: string | null = null,
  ) {
    super(JSON.stringify(answer.body));
  }
}

/** The Import API says `{status}` where the caller is to blame and `{message}` otherwise. */
export function importRefused(status: number, text: string, violation: string | null = null): CallRefused {
  return new CallRefused({ status, body: importBody(status, text) }, violation);
}

export function importBody(status: number, text: string): Readonly<Record<string, string>> {
  return status === 401 || status === 403 ? { status: text } : { message: text };
}

/** The Export API has codes, of which the first three digits are the status. */
export function exportRefused(code: string, text: string, violation: string | null = null): CallRefused {
  return new CallRefused({ status: Number(code.slice(0, 3)), body: exportBody(code, text) }, violation);
}

export function exportBody(errorCode: string, errorMessage: string): Readonly<Record<string, string>> {
  return { errorCode, errorMessage, diagnosticCode: 'ce0fc1770e0d425b88892df4f663bf07' };
}
