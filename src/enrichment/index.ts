export {
  enrich,
  enrichmentSteps,
  type EnrichedFields,
  type EnrichedValue,
  type StatedFields,
  type StatedValue,
} from './enrich.js';
export {
  enrichedFields,
  type EnrichedField,
  type EnrichmentSettings,
  type EnrichmentStep,
} from './enrichment-step.js';
export { EnrichmentModule } from './enrichment.module.js';
export { noSettings, readEnrichmentSettings } from './enrichment-settings.js';
export { findOffer, type CatalogueOffer, type OfferCatalogue } from './offer-catalogue.js';
