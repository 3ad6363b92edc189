import {
  statedFields,
  type EnrichedField,
  type EnrichmentSettings,
  type EnrichmentStep,
  type ReadableField,
  type StatedField,
} from './enrichment-step.js';
import { noSettings } from './enrichment-settings.js';
import { companyDomain } from './steps/company-domain.js';
import { country } from './steps/country.js';
import { job } from './steps/job.js';
import { localTime } from './steps/local-time.js';
import { offer } from './steps/offer.js';

/** In this order, so that each reads what those before it found. */
export const enrichmentSteps: readonly EnrichmentStep[] = [companyDomain, country, job, localTime, offer];

export interface StatedValue {
  readonly value: string;
  /** When the lead that said so was received, ISO 8601. */
  readonly at: string;
}

/** A value that was worked out, and how. */
export interface EnrichedValue {
  readonly value: string;
  /** The step that found it. */
  readonly step: string;
  /** The field that told it. */
  readonly source: ReadableField;
  /** When that was said, ISO 8601. */
  readonly at: string;
}

export type EnrichedFields = Readonly<Partial<Record<EnrichedField, EnrichedValue>>>;
export type StatedFields = Readonly<Partial<Record<StatedField, StatedValue>>>;

/**
 * What follows from what was said of a person. Pure, so it is worked out wherever it is looked at and can never
 * be older than what it follows from; it stands beside what was said and never in its place.
 */
export function enrich(stated: StatedFields, settings: EnrichmentSettings = noSettings): EnrichedFields {
  const known: Partial<Record<ReadableField, StatedValue>> = {};
  for (const name of statedFields) known[name] = stated[name];
  const enriched: Partial<Record<EnrichedField, EnrichedValue>> = {};
  for (const step of enrichmentSteps) {
    const found = step.run(inputOf(step, known), settings);
    for (const name of step.writes) {
      const finding = found[name];
      const told = finding && known[finding.from];
      if (!finding || !told) continue;
      enriched[name] = { value: finding.value, step: step.name, source: finding.from, at: told.at };
      known[name] = enriched[name];
    }
  }
  return enriched;
}

function inputOf(
  { reads }: EnrichmentStep,
  known: Partial<Record<ReadableField, StatedValue>>,
): Record<ReadableField, string | null> {
  const input: Partial<Record<ReadableField, string | null>> = {};
  for (const name of reads) input[name] = known[name]?.value ?? null;
  return input as Record<ReadableField, string | null>;
}
