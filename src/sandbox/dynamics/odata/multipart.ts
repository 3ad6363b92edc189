import { malformed } from '../api/errors.js';

export interface Part {
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

const CRLF = '\r\n';

/**
 * Cuts a multipart body into its parts, as strictly as Dataverse: lines end with CRLF, the boundary is that of the
 * header, and the last one is closed. Throws `ApiRefused`.
 */
export function readMultipart(contentType: string | undefined, body: string): Part[] {
  const boundary = boundaryOf(contentType);
  if (/(?<!\r)\n/.test(body)) throw malformed('0x80060888', 'The batch has lines that do not end with CRLF.');
  const [preamble = '', ...pieces] = `${CRLF}${body}`.split(`${CRLF}--${boundary}`);
  const closing = pieces.at(-1);
  if (preamble.trim() !== '' || pieces.length === 0) {
    throw malformed('0x80060888', 'The batch does not begin with its boundary.');
  }
  if (!closing?.startsWith('--'))
    throw malformed('0x80060888', 'The batch does not end with its closing boundary.');
  return pieces.slice(0, -1).map((piece) => readPart(piece.replace(/^\r\n/, '')));
}

export function isMultipart(contentType: string | undefined): boolean {
  return /^multipart\/mixed\b/i.test(contentType ?? '');
}

/** Cuts at the first blank line. */
export function readPart(text: string): Part {
  const at = text.startsWith(CRLF) ? 0 : text.indexOf(CRLF + CRLF);
  if (at < 0) throw malformed('0x80060888', 'A part of the batch has no blank line after its headers.');
  const head = text.slice(0, at);
  const lines = head === '' ? [] : head.split(CRLF);
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    if (colon < 1) throw malformed('0x80060888', `A part of the batch has a header '${line}'.`);
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { headers: new Map(headers), body: text.slice(at + (head === '' ? CRLF.length : 2 * CRLF.length)) };
}

function boundaryOf(contentType: string | undefined): string {
  const [, quoted, bare] =
    /^multipart\/mixed;\s*boundary=(?:"([^"]+)"|([^;\s"]+))/i.exec(contentType ?? '') ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined)
    throw malformed('0x80060888', 'A batch needs Content-Type multipart/mixed with a boundary.');
  return boundary;
}
