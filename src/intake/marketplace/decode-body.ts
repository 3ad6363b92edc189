import type { Note } from '../reading/warnings.js';
import { bodyWarnings as odd } from './warnings.js';

/** The text of a body in whichever encoding its bytes show, else its content type says, else UTF-8. */
export function decodeBody(body: Buffer, contentType: string | null, note: Note): string {
  const encoding = encodingShownBy(body) ?? encodingDeclaredBy(contentType, note);
  try {
    return decodeAs(encoding, body, true);
  } catch {
    note(odd.textInvalid(encoding.toUpperCase()));
    return decodeAs(encoding, body, false);
  }
}

/** JSON and forms start with an ASCII character, so a zero byte beside it tells UTF-16 as well as a mark does. */
function encodingShownBy(body: Buffer): string | null {
  const [first, second, third] = body;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first !== 0 && second === 0) return 'utf-16le';
  if (first === 0 && second !== 0) return 'utf-16be';
  return null;
}

function encodingDeclaredBy(contentType: string | null, note: Note): string {
  const charset = /charset\s*=\s*["']?([^\s"';,]+)/i.exec(contentType ?? '')?.[1];
  if (charset === undefined) return 'utf-8';
  const encoding = encodingLabelled(charset);
  if (encoding === null) note(odd.charsetUnknown());
  if (!encoding?.startsWith('utf-16')) return encoding ?? 'utf-8';
  note(odd.charsetMismatch());
  return 'utf-8';
}

function encodingLabelled(label: string): string | null {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}

/** In two calls, since Node 20 takes windows-1252 for ISO-8859-1 when it decodes in one. */
function decodeAs(encoding: string, body: Buffer, fatal: boolean): string {
  const decoder = new TextDecoder(encoding, { fatal });
  return decoder.decode(body, { stream: true }) + decoder.decode();
}
