export interface OfferReading {
  readonly publisherId: string | null;
  readonly offerId: string | null;
  readonly offerTitle: string | null;
}

export const noOffer: OfferReading = { publisherId: null, offerId: null, offerTitle: null };

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const officeStoreNumber = /^WA\d+$/i;

/**
 * Reads a trimmed text that stands for an offer: an id or a title, for the marketplace sends either.
 *
 * An id has no white space and is `publisher.offer`, a GUID or a `WA` number of the Office store. Offer
 * ids may hold dots and hyphens, publisher ids no dot, hence the first dot parts them; what follows it
 * need not be a whole GUID, since the vendor's own samples are not. Casing is kept.
 */
export function readOffer(text: string): OfferReading {
  if (text === '') return noOffer;
  if (/\s/.test(text)) return titled(text);
  if (guid.test(text) || officeStoreNumber.test(text)) return { ...noOffer, offerId: text };
  const dot = text.indexOf('.');
  const isWhole = dot > 0 && dot < text.length - 1;
  return isWhole
    ? { ...noOffer, publisherId: text.slice(0, dot), offerId: text.slice(dot + 1) }
    : titled(text);
}

/** True for a title that has the dot of an id but nothing before or after it, such as `.NET`. */
export function isIncompleteId(text: string): boolean {
  return text.includes('.') && !/\s/.test(text) && readOffer(text).offerTitle !== null;
}

/** An offer's id as the marketplace writes it; null without one. */
export function offerIdText({ publisherId, offerId }: OfferReading): string | null {
  return publisherId === null ? offerId : `${publisherId}.${offerId ?? ''}`;
}

function titled(offerTitle: string): OfferReading {
  return { ...noOffer, offerTitle };
}
