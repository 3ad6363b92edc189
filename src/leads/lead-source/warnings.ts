import type { Warning } from '../warning.js';

/** Every odd case of a LeadSource. Codes are part of the API and are never renamed. */
export const leadSourceWarnings = {
  /** Absent, empty or only white space. */
  leadSourceMissing: (): Warning => ({
    code: 'lead-source-missing',
    message: 'The lead has no LeadSource, so the store it came from is not known.',
  }),

  /** Nothing stands where the source should, as in `-INS|contoso.app`. */
  sourceMissing: (): Warning => ({
    code: 'source-missing',
    message: 'LeadSource names no source before its action or offer.',
  }),

  /** None of the documented sources and none of their aliases. */
  sourceUnknown: (source: string): Warning => ({
    code: 'source-unknown',
    message: `LeadSource names the source ${quoted(source)}, which the marketplace does not document.`,
  }),

  /** Neither LeadSource nor ActionCode names an action. */
  actionMissing: (): Warning => ({
    code: 'action-missing',
    message: 'Neither LeadSource nor ActionCode says what the person did, so the lead has no stage.',
  }),

  /** A hyphen with nothing behind it, as in `AzurePortal-|contoso.app`. */
  actionEmpty: (): Warning => ({
    code: 'action-empty',
    message:
      'LeadSource has a hyphen for an action and no action behind it; ActionCode is used if it has one.',
  }),

  /** Not a documented action code; kept as sent. */
  actionUnknown: (action: string): Warning => ({
    code: 'action-unknown',
    message: `The action ${quoted(action)} is not documented; it is kept as sent and has no stage unless one is set.`,
  }),

  /** LeadSource and ActionCode name two actions. */
  actionConflict: (used: string, actionCode: string): Warning => ({
    code: 'action-conflict',
    message: `LeadSource says ${quoted(used)} and ActionCode says ${quoted(actionCode)}; LeadSource's action is used.`,
  }),

  /** A pipe with nothing behind it, as in `AzurePortal-Create|`. */
  offerEmpty: (): Warning => ({
    code: 'offer-empty',
    message: 'LeadSource ends where the offer should be named.',
  }),

  /** `.offer` or `publisher.`: read as a title. */
  offerIdIncomplete: (offer: string): Warning => ({
    code: 'offer-id-incomplete',
    message: `LeadSource names the offer ${quoted(offer)}, half an id at most; it is read as a title.`,
  }),

  /** The id in LeadSource is not that of ProductId. */
  offerIdConflict: (leadSource: string, productId: string): Warning => ({
    code: 'offer-id-conflict',
    message: `LeadSource names the offer ${quoted(leadSource)} and ProductId ${quoted(productId)}; ProductId is used.`,
  }),

  /** The title in LeadSource is not that of OfferTitle. */
  offerTitleConflict: (leadSource: string, offerTitle: string): Warning => ({
    code: 'offer-title-conflict',
    message: `LeadSource titles the offer ${quoted(leadSource)} and OfferTitle ${quoted(offerTitle)}; LeadSource's title is used.`,
  }),

  /** ProductId is neither `publisher.offer`, a GUID nor a `WA` number. */
  productIdUnreadable: (productId: string): Warning => ({
    code: 'product-id-unreadable',
    message: `ProductId ${quoted(productId)} is no offer id and is ignored.`,
  }),
} as const;

const longestQuote = 80;

/** Cut between two characters: half of a surrogate pair could not be stored. */
function quoted(text: string): string {
  if (text.length <= longestQuote) return `"${text}"`;
  return `"${text.slice(0, longestQuote).replace(/[\uD800-\uDBFF]$/, '')}…"`;
}
