import type { Warning } from '../warning.js';
import { isIncompleteId, noOffer, offerIdText, readOffer, type OfferReading } from './offer.js';
import { isTestMarker } from './test-marker.js';
import { actionNamed, sourceNamed, type KnownSource } from './vocabulary.js';
import { leadSourceWarnings as odd } from './warnings.js';

/** What else the lead says of the same matter. */
export interface LeadSourceContext {
  readonly actionCode?: string | null;
  readonly offerTitle?: string | null;
  /** `publisher.offer`; only Azure Table rows have it. */
  readonly productId?: string | null;
}

export interface LeadSourceReading {
  /** The string exactly as it was sent; null when there was none. */
  readonly raw: string | null;
  readonly source: KnownSource | null;
  /** In its documented spelling if it is a documented one, else as sent. */
  readonly action: string | null;
  /** In the casing that was sent; compare ids without regard to it. */
  readonly publisherId: string | null;
  readonly offerId: string | null;
  readonly offerTitle: string | null;
  /** Partner Center's own test lead. */
  readonly isTest: boolean;
  readonly warnings: readonly Warning[];
}

type Note = (warning: Warning) => void;

/**
 * Reads a LeadSource, `Source-Action|Offer`, where every part may be missing, and never throws.
 *
 * The first pipe ends source and action, the first hyphen before it ends the source; white space round
 * a part does not count. ActionCode stands in for a missing action, OfferTitle for a missing title.
 * The grammar is that of "Customer leads from your marketplace offer" on learn.microsoft.com.
 */
export function parseLeadSource(
  raw: string | null | undefined,
  context: LeadSourceContext = {},
): LeadSourceReading {
  const warnings: Warning[] = [];
  const note: Note = (warning) => warnings.push(warning);

  const text = (raw ?? '').trim();
  const [origin, offerText] = splitAtFirst('|', text);
  const [sourceText, actionText] = splitAtFirst('-', origin);
  const isTest = isTestMarker(sourceText) || isTestMarker(actionText);

  if (text === '') note(odd.leadSourceMissing());
  const source = text === '' ? null : readSource(sourceText, note);
  const action = readAction(actionText, context.actionCode, note);
  if (action === null && !isTest && text !== '' && actionText !== '') note(odd.actionMissing());
  const offer = resolveOffer(offerText, context, note);

  return { raw: raw ?? null, source, action, ...offer, isTest, warnings };
}

function readSource(text: string, note: Note): KnownSource | null {
  const source = sourceNamed(text);
  if (source === null && !isTestMarker(text))
    note(text === '' ? odd.sourceMissing() : odd.sourceUnknown(text));
  return source;
}

function readAction(text: string | null, actionCode: string | null | undefined, note: Note): string | null {
  if (text === '') note(odd.actionEmpty());
  const fromLeadSource = actionSpelled(text);
  const fromActionCode = actionSpelled(actionCode);
  const action = fromLeadSource ?? fromActionCode;
  if (action === null) return null;
  if (actionNamed(action) === null) note(odd.actionUnknown(action));
  if (fromActionCode !== null && fromActionCode !== action) note(odd.actionConflict(action, fromActionCode));
  return action;
}

function actionSpelled(text: string | null | undefined): string | null {
  const trimmed = (text ?? '').trim();
  if (trimmed === '' || isTestMarker(trimmed)) return null;
  return actionNamed(trimmed) ?? trimmed;
}

function resolveOffer(text: string | null, context: LeadSourceContext, note: Note): OfferReading {
  if (text === '') note(odd.offerEmpty());
  if (text !== null && isIncompleteId(text)) note(odd.offerIdIncomplete(text));
  const named = readOffer(text ?? '');
  const id = preferredId(named, readProductId(context.productId, note), note);
  return { ...id, offerTitle: preferredTitle(named.offerTitle, context.offerTitle, note) };
}

function readProductId(productId: string | null | undefined, note: Note): OfferReading {
  const text = (productId ?? '').trim();
  const offer = readOffer(text);
  if (offer.offerTitle === null) return offer;
  note(odd.productIdUnreadable(text));
  return noOffer;
}

/** ProductId names the offer alone, while LeadSource may glue a plan to it. */
function preferredId(named: OfferReading, product: OfferReading, note: Note): OfferReading {
  const ours = offerIdText(named);
  const theirs = offerIdText(product);
  if (theirs === null) return named;
  if (ours !== null && ours.toLowerCase() !== theirs.toLowerCase()) note(odd.offerIdConflict(ours, theirs));
  return product;
}

function preferredTitle(named: string | null, sent: string | null | undefined, note: Note): string | null {
  const offerTitle = (sent ?? '').trim() || null;
  if (named !== null && offerTitle !== null && named !== offerTitle) {
    note(odd.offerTitleConflict(named, offerTitle));
  }
  return named ?? offerTitle;
}

/** The trimmed texts before and after the first separator; the second is null where there is none. */
function splitAtFirst(separator: string, text: string): [before: string, after: string | null] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, null] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
