import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { notFound, pageOf, type Page, type PageQuery } from '../platform/api/index.js';
import { tellingEmail } from '../normalisation/index.js';
import { row, rows } from '../platform/database/index.js';
import type { ShownLeadEvent } from './lead-event.dto.js';
import { noLeadSource, noPerson, type LeadEventStatus } from './lead-event.js';

export interface LeadEventFilter {
  readonly sourceId?: string;
  readonly status?: LeadEventStatus;
  readonly email?: string;
  readonly profileId?: string;
  readonly externalId?: string;
}

/** `profileId` is the surviving profile also where the event was matched to one that was merged since. */
const SHOWN = `
  SELECT e.id, e.source_id AS "sourceId", e.external_id AS "externalId", e.received_at AS "receivedAt", e.status,
    e.duplicate_of AS "duplicateOf", e.stage, e.campaign, e.description, e.occurred_at AS "occurredAt", e.attributes,
    coalesce(e.lead_source, '${JSON.stringify(noLeadSource)}') AS "leadSource",
    '${JSON.stringify(noPerson)}'::jsonb || coalesce(e.person, '{}') AS person,
    coalesce(e.warnings, '[]') AS warnings,
    coalesce(p.merged_into, e.profile_id) AS "profileId"
  FROM lead_event e
  LEFT JOIN profile p ON (p.workspace_id, p.id) = (e.workspace_id, e.profile_id)`;

/** Also used by replay, so that it reads again exactly what the list shows. */
export const FILTER = `e.workspace_id = $1
  AND ($2::uuid IS NULL OR e.source_id = $2)
  AND ($3::text IS NULL OR e.status = $3)
  AND ($4::text IS NULL OR e.email_key = $4)
  AND ($5::uuid IS NULL OR e.profile_id IN (
    SELECT q.id FROM profile q WHERE q.workspace_id = $1 AND (q.id = $5 OR q.merged_into = $5)))
  AND ($6::text IS NULL OR e.external_id = $6)`;

export function filterParameters(workspaceId: string, filter: LeadEventFilter): (string | null)[] {
  const email = filter.email === undefined ? null : (tellingEmail(filter.email)?.address ?? filter.email);
  return [
    workspaceId,
    filter.sourceId ?? null,
    filter.status ?? null,
    email,
    filter.profileId ?? null,
    filter.externalId ?? null,
  ];
}

@Injectable()
export class LeadEventQueries {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Newest first. */
  async list(workspaceId: string, filter: LeadEventFilter, page: PageQuery): Promise<Page<ShownLeadEvent>> {
    const read = await rows<ShownLeadEvent>(
      this.dataSource,
      `${SHOWN} WHERE ${FILTER} AND ($7::uuid IS NULL OR e.id < $7) ORDER BY e.id DESC LIMIT $8`,
      [...filterParameters(workspaceId, filter), page.cursor ?? null, page.limit + 1],
    );
    return pageOf(read, page.limit, (event) => event);
  }

  async read(workspaceId: string, id: string): Promise<ShownLeadEvent> {
    const event = await row<ShownLeadEvent>(
      this.dataSource,
      `${SHOWN} WHERE e.workspace_id = $1 AND e.id = $2`,
      [workspaceId, id],
    );
    if (!event) throw notFound('lead event', id);
    return event;
  }

  /** The bytes as they were received; null body when they were erased. */
  async raw(workspaceId: string, id: string): Promise<{ contentType: string | null; body: Buffer | null }> {
    const found = await row<{ contentType: string | null; body: Buffer | null }>(
      this.dataSource,
      `SELECT content_type AS "contentType", body FROM lead_event WHERE workspace_id = $1 AND id = $2`,
      [workspaceId, id],
    );
    if (!found) throw notFound('lead event', id);
    return found;
  }
}
