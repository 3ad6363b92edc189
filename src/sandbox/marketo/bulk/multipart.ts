import { malformed } from '../rest/errors.js';

/** The one file of a form, read strictly (RFC 7578). Throws {@link CallRefused}. */
export function readFile(contentType: string | undefined, body: string): string {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(contentType ?? '')?.[1];
  if (boundary === undefined) throw malformed('612', 'Invalid Content Type');
  const end = `\r\n--${boundary}--`;
  const start = `--${boundary}\r\n`;
  if (!body.startsWith(start) || !body.trimEnd().endsWith(end))
    throw malformed('613', 'Invalid Multipart Request');
  const part = body.slice(start.length, body.lastIndexOf(end));
  if (part.includes(`\r\n--${boundary}`)) throw malformed('613', 'More than one part');
  const gap = part.indexOf('\r\n\r\n');
  const head = part.slice(0, gap);
  if (gap < 0 || !/^content-disposition: form-data;.*name="file".*filename="[^"]+"/im.test(head)) {
    throw malformed('613', 'No part named file with a file name');
  }
  if (!/^content-type: text\/csv/im.test(head)) throw malformed('613', 'The file is no text/csv');
  return part.slice(gap + 4);
}
