import { SystemError } from '../system.js';

/** What may stand in a list of values: a comma would end it. */
const separator = ',';

/** Marketo takes addresses of ASCII characters alone ("Leads", Sync Leads). */
export function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

export function isSearchable(value: string): boolean {
  return value !== '' && isAscii(value) && !value.includes(separator);
}

export function isId(value: string): boolean {
  return /^\d{1,19}$/.test(value);
}

/** Marketo compares addresses and keys without regard to case. */
export function caseless(value: string): string {
  return value.trim().toLowerCase();
}

/** A membership has no id of its own: it is told by its list and its lead. */
export function membershipId(listId: string, leadId: string): string {
  return `${listId}:${leadId}`;
}

export function membershipOf(remoteId: string): { readonly listId: string; readonly leadId: string } | null {
  const [listId = '', leadId = '', ...rest] = remoteId.split(':');
  return rest.length === 0 && isId(listId) && isId(leadId) ? { listId, leadId } : null;
}

/** Companies have no page of their own in Marketo. */
export const companyUrl = 'https://app.marketo.com/';

/** The address of a lead's page; it leads on to the pod of the subscription. */
export function leadUrl(leadId: string): string {
  return `https://app.marketo.com/leadDatabase/loadLeadDetail?leadId=${encodeURIComponent(leadId)}`;
}

export function recordUrl(remoteId: string): string {
  return leadUrl(membershipOf(remoteId)?.leadId ?? remoteId);
}

export function unknownObject(object: string): SystemError {
  return new SystemError('misconfigured', {
    code: 'UNKNOWN_OBJECT',
    message: `Object "${object}" is not known to the Marketo connector.`,
    field: null,
    advice: 'Choose one of the objects the destination type lists.',
    whoActs: 'admin',
  });
}

export function noTarget(): SystemError {
  return new SystemError('misconfigured', {
    code: 'NO_TARGET',
    message: 'No static list is named.',
    field: null,
    advice: 'Name the static list as the target of the sync, by id or name.',
    whoActs: 'admin',
  });
}
