import { ProblemError } from '../../platform/api/index.js';
import { elementsOf } from './elements-of.js';

export const LEADS_AT_MOST = 1_000;

/** One lead of a request: what its JSON says, and its bytes as they were sent. */
export interface SentLead {
  readonly value: unknown;
  readonly body: Buffer;
}

/**
 * The leads of a request, one or an array of them. JSON is UTF-8 (RFC 8259, section 8.1), whatever the content
 * type claims; bytes that are none stand for U+FFFD, so that they spoil one lead and not the request.
 */
export function leadsIn(body: Buffer): SentLead[] {
  const value = parse(new TextDecoder().decode(body));
  if (!Array.isArray(value)) return [{ value, body }];
  if (value.length > LEADS_AT_MOST) {
    const detail = `The array has ${value.length} leads. Send up to ${LEADS_AT_MOST} at once.`;
    throw new ProblemError(413, detail);
  }
  const bodies = elementsOf(body);
  return bodies.map((element, index) => ({ value: value[index] as unknown, body: element }));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const fault = text.trim() === '' ? 'is empty' : `is not valid JSON${placeOf(error)}`;
    const advice = 'Send a lead as a JSON object, or an array of leads, in UTF-8 and not compressed.';
    throw new ProblemError(400, `The body ${fault}, so nothing of it was kept. ${advice}`);
  }
}

/** Where the parser stopped, if it says; what it quotes of the body is left out. */
function placeOf(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  if (message.startsWith('Unexpected end')) return ': it ends too early';
  const position = /at position (\d+)/.exec(message)?.[1];
  return position === undefined ? '' : ` at character ${Number(position) + 1}`;
}
