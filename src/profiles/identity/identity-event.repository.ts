import { Injectable } from '@nestjs/common';
import type { Sql } from '../../platform/database/index.js';
import type { Evidence } from '../matching/index.js';
import { summaryOf } from './summary.js';

export type IdentityEventKind = 'matched' | 'merged' | 'split' | 'asserted-distinct';

/** A decision about who is one person. It holds nothing about the person, so that it may stay for ever. */
export interface IdentityEvent {
  readonly id: string;
  readonly kind: IdentityEventKind;
  readonly profileId: string;
  readonly otherProfileId: string | null;
  readonly probability: number | null;
  readonly evidence: readonly Omit<Evidence, 'left' | 'right'>[] | null;
  readonly modelVersion: string | null;
  /** The API key, where a person decided. */
  readonly decidedBy: string | null;
}

/** The history of identities: events are added to it, and none is ever changed. */
@Injectable()
export class IdentityEventRepository {
  async append(sql: Sql, workspaceId: string, events: readonly IdentityEvent[]): Promise<void> {
    if (events.length === 0) return;
    await sql.query(
      `INSERT INTO identity_event (workspace_id, id, kind, profile_id, other_profile_id, probability, evidence,
         model_version, decided_by, summary)
       SELECT $1, e.id, e.kind, e."profileId", e."otherProfileId", e.probability, e.evidence, e."modelVersion",
         e."decidedBy", e.summary
       FROM jsonb_to_recordset($2::jsonb) AS e(id uuid, kind text, "profileId" uuid, "otherProfileId" uuid,
         probability float8, evidence jsonb, "modelVersion" text, "decidedBy" uuid, summary text)`,
      [workspaceId, JSON.stringify(events.map((event) => ({ ...event, summary: summaryOf(event) })))],
    );
  }
}
