import { PartialType } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsObject, IsString, Length, Max, Min } from 'class-validator';
import { IfGiven } from '../platform/api/index.js';

export const LONGEST_TIMEOUT_MS = 60_000;

export class CreateEnricher {
  @IsString()
  @Length(1, 200)
  name!: string;

  /** Asked with GET, e.g. `https://api.example.com/companies?domain={companyDomain}`. Names fields of a profile or its enriched values. */
  @IsString()
  @Length(1, 2_000)
  url!: string;

  /** Field to where its value stands in the JSON answer, e.g. `{"employees":"company.metrics.employees"}`. */
  @IsObject()
  mapping!: Record<string, string>;

  /** Headers sent along, e.g. `{"authorization":"Bearer …"}`. Write-only: reads show which are set. */
  @IfGiven()
  @IsObject()
  credentials?: Record<string, string>;

  /** Milliseconds for one call; default 5,000. */
  @IfGiven()
  @IsInt()
  @Min(100)
  @Max(LONGEST_TIMEOUT_MS)
  timeoutMs?: number;

  /** Calls within a day (UTC); what is over waits for the next. Default 1,000. */
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(10_000_000)
  callsPerDay?: number;

  /** Hours for which an answer holds, for everybody of whom the same would be asked. Default 720. */
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(87_600)
  cacheHours?: number;

  /** Default true. */
  @IfGiven()
  @IsBoolean()
  enabled?: boolean;
}

/** What is not given stays as it is; mapping and credentials are replaced whole. */
export class UpdateEnricher extends PartialType(CreateEnricher, { skipNullProperties: false }) {}

export class ShownEnricher {
  readonly id!: string;
  readonly name!: string;
  readonly url!: string;
  readonly mapping!: Readonly<Record<string, string>>;
  /** Which are set, e.g. `{"authorization":{"set":true}}`. */
  readonly credentials!: Readonly<Record<string, { readonly set: true }>>;
  readonly timeoutMs!: number;
  readonly callsPerDay!: number;
  readonly cacheHours!: number;
  readonly enabled!: boolean;
  /** After failures in a row nothing is asked until then; null while it is asked. */
  readonly pausedUntil!: Date | null;
  readonly lastFailure!: string | null;
  readonly createdAt!: Date;
  readonly updatedAt!: Date;
}
