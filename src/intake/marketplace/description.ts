import { cleanText } from '../reading/clean-text.js';
import { isRecord, parseJson } from '../reading/json.js';
import type { Note } from '../reading/warnings.js';
import { bodyWarnings as odd } from './warnings.js';

export interface DescriptionReading {
  readonly campaign: Readonly<Record<string, string>> | null;
  readonly description: string | null;
}

/**
 * Reads a Description, which carries one of three things: the query parameters of the listing's URL as
 * a JSON object, `Campaigns: ` with or without names behind it, or what the person wrote.
 */
export function readDescription(text: string, note: Note): DescriptionReading {
  const trimmed = text.trim();
  const parameters = trimmed.startsWith('{') ? parseJson(trimmed) : undefined;
  if (isRecord(parameters)) return { campaign: campaignOf(parameters, note), description: null };
  const campaigns = /^campaigns:(.*)$/is.exec(trimmed)?.[1]?.trim();
  if (campaigns !== undefined)
    return { campaign: campaigns === '' ? null : { campaigns }, description: null };
  return { campaign: null, description: trimmed || null };
}

function campaignOf(parameters: Record<string, unknown>, note: Note): Record<string, string> | null {
  const texts: [string, string][] = [];
  for (const [key, value] of Object.entries(parameters)) {
    if (value === null) continue;
    if (typeof value === 'string' || typeof value === 'number')
      texts.push([cleaned(key), cleaned(String(value))]);
    else note(odd.campaignValueIgnored());
  }
  return texts.length === 0 ? null : Object.fromEntries(texts);

  function cleaned(text: string): string {
    return cleanText(text, 'description', note);
  }
}
