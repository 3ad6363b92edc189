/** What an offer's id stands for. Ids are compared without regard to case. */
export interface CatalogueOffer {
  /** As leads name it: `publisher.offer`, or the offer's id or title alone. */
  readonly id: string;
  readonly name: string;
  readonly productLine: string | null;
  /** Plan id to name. Leads of virtual-machine offers have the plan's id behind the offer's, with nothing between. */
  readonly plans: Readonly<Record<string, string>>;
}

export type OfferCatalogue = readonly CatalogueOffer[];

export interface KnownOffer {
  readonly offer: CatalogueOffer;
  /** The plan's name; null where the lead names none. */
  readonly plan: string | null;
}

/**
 * The offer that a lead names. `contoso.vm-serverpro` is plan `pro` of `contoso.vm-server` where the catalogue
 * knows both; of several offers the one with the longest id.
 */
export function findOffer(named: string, catalogue: OfferCatalogue): KnownOffer | null {
  const text = named.trim().toLowerCase();
  const exact = catalogue.find(({ id }) => id.toLowerCase() === text);
  if (exact) return { offer: exact, plan: null };
  const longestFirst = catalogue.toSorted((one, other) => other.id.length - one.id.length);
  for (const offer of longestFirst) {
    if (!text.startsWith(offer.id.toLowerCase())) continue;
    const plan = planOf(offer, text.slice(offer.id.length));
    if (plan !== null) return { offer, plan };
  }
  return null;
}

function planOf({ plans }: CatalogueOffer, id: string): string | null {
  return Object.entries(plans).find(([known]) => known.toLowerCase() === id)?.[1] ?? null;
}
