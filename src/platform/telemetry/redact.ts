import { redactText } from './redact-text.js';

/** Deep enough for any line of ours; what lies deeper is a payload. */
const MAX_DEPTH = 6;

const SECRET_KEYS = /passw|secret|token|authorization|cookie|privatekey|apikey|credential|connectionstring/;
const PERSONAL_KEYS = /^(?:first|last|full|given|family|sur)name$|e?mail(?:address)?$|phone|^mobile/;
const PAYLOAD_KEYS = /^(?:raw)?(?:body|payload)$|^(?:query)?parameters$|^raw$/;

/** A copy of what is to be logged, without secrets, personal data and payloads; errors become plain objects. */
export function redact(value: unknown): unknown {
  return copy(value, []);
}

export function redactFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return copyEntries(Object.entries(fields), [fields]);
}

export function redactError(error: Error): Record<string, unknown> {
  return copyError(error, [error]);
}

function copy(value: unknown, ancestors: readonly object[]): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (ancestors.includes(value)) return '[circular]';
  if (ancestors.length >= MAX_DEPTH) return '[deeper]';
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  const path = [...ancestors, value];
  if (isError(value)) return copyError(value, path);
  if (value instanceof Date) return value;
  if (value instanceof URL) return redactText(value.href);
  if (Array.isArray(value)) return value.map((item) => copy(item, path));
  if (value instanceof Map)
    return copyEntries(
      [...value].map(([key, item]) => [String(key), item]),
      path,
    );
  if (value instanceof Set) return [...value].map((item) => copy(item, path));
  return copyEntries(Object.entries(value), path);
}

function copyEntries(entries: [string, unknown][], path: readonly object[]): Record<string, unknown> {
  return Object.fromEntries(
    entries.map(([key, item]) => [redactText(key), replacementFor(key) ?? copy(item, path)]),
  );
}

function replacementFor(key: string): string | undefined {
  const plain = key.toLowerCase().replace(/[^a-z]/g, '');
  if (SECRET_KEYS.test(plain)) return '[secret]';
  if (PERSONAL_KEYS.test(plain)) return '[personal]';
  return PAYLOAD_KEYS.test(plain) ? '[payload]' : undefined;
}

/** Other fields are left out: drivers and clients hang statements, parameters and requests on theirs. */
function copyError(error: Error, path: readonly object[]): Record<string, unknown> {
  const code: unknown = 'code' in error ? error.code : undefined;
  const errors = 'errors' in error && Array.isArray(error.errors) ? error.errors : undefined;
  return {
    name: error.name,
    message: redactText(error.message),
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(error.stack !== undefined && { stack: redactText(error.stack) }),
    ...(error.cause !== undefined && { cause: copy(error.cause, path) }),
    ...(errors && { errors: errors.map((item: unknown) => copy(item, path)) }),
  };
}

/** Also errors of another realm, such as a worker's, which are no instances of this one's Error. */
function isError(value: object): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}
