import { offerIdText, readOffer } from './offer.js';
import type { LeadSourceReading } from './parse-lead-source.js';

type Parts = Pick<LeadSourceReading, 'source' | 'action' | 'publisherId' | 'offerId' | 'offerTitle'>;

/**
 * The canonical form of a reading: documented spellings, no white space round the parts, and the
 * offer's id where it has one, else its title. It reads as the same parts again.
 *
 * Left out is what a LeadSource cannot carry and only the lead's other fields can have said: a title
 * that would read as an id, an action with a pipe in it, a title beside an id. The test marker, being
 * no part of the grammar, is left out too.
 */
export function formatLeadSource(reading: Parts): string {
  const offer = offerIdText(reading) ?? carriedTitle(reading.offerTitle);
  const origin = `${reading.source ?? ''}${carriedAction(reading.action)}`;
  return offer === '' ? origin : `${origin}|${offer}`;
}

function carriedAction(action: string | null): string {
  return action === null || action.includes('|') ? '' : `-${action}`;
}

function carriedTitle(title: string | null): string {
  return title !== null && readOffer(title).offerTitle === title ? title : '';
}
