import type { LeadReading } from '../leads/index.js';
import { readMarketplaceBody } from './marketplace/read-body.js';
import { readPartnerBody } from './partner/read-body.js';
import type { SourceConfig } from './source-config.js';
import type { SourceType } from './source.entity.js';

type Reader = (body: Buffer, contentType: string | null, config: SourceConfig) => LeadReading;

const readers: Readonly<Record<SourceType, Reader>> = {
  marketplace: readMarketplaceBody,
  partner: (body, _contentType, config) => readPartnerBody(body, config),
};

/** Reads a received body the way its source's type writes it and its config says. Pure; never throws. */
export function readBody(
  type: string,
  body: Buffer,
  contentType: string | null,
  config: SourceConfig,
): LeadReading {
  const reader = Object.hasOwn(readers, type) ? readers[type as SourceType] : null;
  return reader
    ? reader(body, contentType, config)
    : { kind: 'unreadable', reason: `Nothing reads a source of type ${type}.` };
}
