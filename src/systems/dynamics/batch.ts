import { randomUUID } from 'node:crypto';
import type { OutboundResponse } from '../../platform/http/index.js';
import type { Call, DynamicsClient } from './client.js';
import { apiPath } from './client.js';
import { CallFailure, unreadable, vendorError } from './failure.js';

/** The answer to one request of a batch. */
export interface PartAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const CRLF = '\r\n';

/**
 * Sends requests as one `$batch`, each for itself ("Execute batch operations using the Web API"), and answers theirs
 * in the same order; fewer than were sent where Dataverse stopped midway. Throws {@link CallFailure} where the batch
 * was refused as a whole or its answer cannot be read, and `SystemError` for want of a token.
 */
export async function sendBatch(client: DynamicsClient, calls: readonly Call[]): Promise<PartAnswer[]> {
  const boundary = `batch_${randomUUID()}`;
  const answer = await client.exchange({
    method: 'POST',
    path: '$batch',
    headers: {
      'content-type': `multipart/mixed; boundary="${boundary}"`,
      // Otherwise the first request that fails ends the batch.
      prefer: 'odata.continue-on-error',
    },
    body: encodeBatch(calls, boundary),
  });
  const parts = decodeBatch(answer);
  if (parts.length > calls.length) {
    throw unreadable(`has ${parts.length} parts for ${calls.length} requests`);
  }
  return parts;
}

/** Content-ID is for change sets, of which there are none: each request stands for itself. */
export function encodeBatch(calls: readonly Call[], boundary: string): string {
  const parts = calls.map(({ method, path, headers = {}, body }) =>
    [
      `--${boundary}`,
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      '',
      `${method} ${apiPath}${path} HTTP/1.1`,
      'Accept: application/json',
      ...(body === undefined ? [] : ['Content-Type: application/json; type=entry']),
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      '',
      body ?? '',
    ].join(CRLF),
  );
  return [...parts, `--${boundary}--`, ''].join(CRLF);
}

/** A malformed batch is answered in plain JSON, anything else in parts. */
export function decodeBatch(answer: OutboundResponse): PartAnswer[] {
  const boundary = boundaryOf(answer.headers['content-type'] ?? '');
  if (boundary === null) {
    if (answer.status >= 400) throw new CallFailure(vendorError(answer));
    throw unreadable('to a batch is no multipart');
  }
  const [, ...pieces] = `${CRLF}${answer.body}`.split(`${CRLF}--${boundary}`);
  if (!pieces.at(-1)?.startsWith('--')) throw unreadable('to a batch breaks off');
  return pieces.slice(0, -1).map(decodePart);
}

function boundaryOf(contentType: string): string | null {
  const [, quoted, bare] = /^multipart\/mixed;.*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  return quoted ?? bare ?? null;
}

function decodePart(piece: string): PartAnswer {
  const [, http] = cutAtBlankLine(piece);
  const [head, body] = cutAtBlankLine(http);
  const [statusLine = '', ...lines] = head.split(CRLF);
  const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(statusLine) ?? [];
  if (status === undefined) throw unreadable('to a batch has a part without a status');
  const headers = lines.flatMap((line) => {
    const colon = line.indexOf(':');
    return colon < 0 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]];
  });
  return { status: Number(status), headers: Object.fromEntries(headers), body };
}

function cutAtBlankLine(text: string): [head: string, rest: string] {
  const at = text.indexOf(CRLF + CRLF);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 2 * CRLF.length)];
}
