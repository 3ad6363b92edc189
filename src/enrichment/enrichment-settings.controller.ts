import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { By, type Caller } from '../access/index.js';
import { badInput, type FieldError } from '../platform/api/index.js';
import {
  LONGEST_TEXT,
  ShownEnrichmentSettings,
  UpdateEnrichmentSettings,
  type OfferInCatalogue,
} from './enrichment-settings.dto.js';
import { readEnrichmentSettings, saveEnrichmentSettings } from './enrichment-settings.js';
import type { CatalogueOffer } from './offer-catalogue.js';

const MOST_PLANS = 100;

@ApiTags('enrichment')
@Controller('api/v1/enrichment-settings')
export class EnrichmentSettingsController {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Get()
  async read(@By() { workspaceId }: Caller): Promise<ShownEnrichmentSettings> {
    const { offers } = await readEnrichmentSettings(this.dataSource, workspaceId);
    return { offers: [...offers] };
  }

  /** Profiles show at once what follows; records over there follow when they next become due. */
  @Patch()
  async update(
    @By() caller: Caller,
    @Body() { offers }: UpdateEnrichmentSettings,
  ): Promise<ShownEnrichmentSettings> {
    const problems = (offers ?? []).flatMap((offer, index) => planProblems(offer, `offers.${index}.plans`));
    if (problems.length > 0) throw badInput(problems);
    if (offers)
      await saveEnrichmentSettings(this.dataSource.manager, caller.workspaceId, {
        offers: offers.map(complete),
      });
    return this.read(caller);
  }
}

function planProblems({ plans = {} }: OfferInCatalogue, path: string): FieldError[] {
  const entries = Object.entries(plans);
  if (entries.length > MOST_PLANS) return [{ path, message: `may name at most ${MOST_PLANS} plans` }];
  return entries.some(([id, name]) => !isUsable(id) || !isUsable(name))
    ? [{ path, message: `must give each plan's id a name, both of 1 to ${LONGEST_TEXT} characters` }]
    : [];
}

function isUsable(text: unknown): boolean {
  return typeof text === 'string' && text !== '' && text.length <= LONGEST_TEXT;
}

function complete({ id, name, productLine = null, plans = {} }: OfferInCatalogue): CatalogueOffer {
  return { id: id.trim(), name, productLine, plans };
}
