import type { EnrichmentStep, Finding } from '../enrichment-step.js';
import { findOffer } from '../offer-catalogue.js';

/** What the offer is called, its product line and plan, from the workspace's catalogue. */
export const offer: EnrichmentStep<'offer', 'offerName' | 'productLine' | 'offerPlan'> = {
  name: 'offer',
  reads: ['offer'],
  writes: ['offerName', 'productLine', 'offerPlan'],
  run(values, { offers }) {
    const known = values.offer === null ? null : findOffer(values.offer, offers);
    if (!known) return {};
    return {
      offerName: told(known.offer.name),
      productLine: told(known.offer.productLine),
      offerPlan: told(known.plan),
    };
  },
};

function told(value: string | null): Finding<'offer'> | null {
  return value === null ? null : { value, from: 'offer' };
}
