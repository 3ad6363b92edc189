import type { VendorError } from '../errors.js';

/**
 * The errors in an `sf__Error` cell: `CODE:message:fields --`, several one after the other. Messages have colons and
 * lines of their own.
 */
export function readRowErrors(text: string): VendorError[] {
  return text
    .split(/(?<=--)\s*(?=[A-Z][A-Z_]+:)/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map(readRowError);
}

function readRowError(text: string): VendorError {
  const [, code, rest = ''] = /^([A-Z][A-Z_]+):([\s\S]*)$/.exec(text) ?? [];
  if (code === undefined) return { code: 'UNKNOWN', message: text, fields: [], status: null };
  const [, message = rest, fields = ''] = /^([\s\S]*):([\w.,\s]*?)\s*--$/.exec(rest) ?? [];
  return { code, message: message.trim(), fields: fields.split(/[\s,]+/).filter(Boolean), status: null };
}
