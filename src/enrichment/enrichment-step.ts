import type { OfferCatalogue } from './offer-catalogue.js';

/** What leads say that steps can read. */
export const statedFields = ['email', 'phone', 'country', 'website', 'title', 'offer'] as const;
export type StatedField = (typeof statedFields)[number];

/** What steps find out. Steps that come later can read what earlier ones found. */
export const enrichedFields = [
  'companyDomain',
  'countryCode',
  'seniority',
  'jobFunction',
  'timeZone',
  'timeZones',
  'businessHours',
  'offerName',
  'productLine',
  'offerPlan',
] as const;
export type EnrichedField = (typeof enrichedFields)[number];

export type ReadableField = StatedField | EnrichedField;

/** What a workspace tells the steps. */
export interface EnrichmentSettings {
  readonly offers: OfferCatalogue;
}

/** A value and the field that told it. */
export interface Finding<Read extends ReadableField = ReadableField> {
  readonly value: string;
  readonly from: Read;
}

/** A pure step: it is given what it reads, null where nothing is known, and nothing but what it writes is kept. */
export interface EnrichmentStep<
  Read extends ReadableField = ReadableField,
  Write extends EnrichedField = EnrichedField,
> {
  readonly name: string;
  readonly reads: readonly Read[];
  readonly writes: readonly Write[];
  run(
    values: Readonly<Record<Read, string | null>>,
    settings: EnrichmentSettings,
  ): Readonly<Partial<Record<Write, Finding<Read> | null>>>;
}
