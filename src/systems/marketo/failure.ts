import type { VendorError } from './errors.js';

/** A call that gave no usable answer, or was refused as a whole. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';

  constructor(readonly errors: readonly VendorError[]) {
    super(errors.map(({ code, message }) => `${code}: ${message}`).join('; '));
  }

  has(code: string): boolean {
    return this.errors.some((error) => error.code === code);
  }
}

export function failed(code: string, message: string): CallFailure {
  return new CallFailure([{ code, message }]);
}

/** Codes are text in most answers and numbers in some; rows say `reasons` or `errors`. */
export function vendorErrors(items: unknown): VendorError[] {
  if (!Array.isArray(items)) return [];
  return items.filter(isObject).map(({ code, message }) => ({
    code: typeof code === 'string' || typeof code === 'number' ? String(code) : 'NO_CODE',
    message: typeof message === 'string' && message !== '' ? message.slice(0, 500) : 'No message.',
  }));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Ids come as numbers; they are kept as text. */
export function idOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
