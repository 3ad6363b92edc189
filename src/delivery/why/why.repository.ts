import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { row, rows } from '../../platform/database/index.js';
import type { FieldValue, FieldValues } from '../../systems/index.js';
import type { SaidBy, WrittenBy } from './explain.js';

export interface WhyRecord {
  readonly recordId: string;
  readonly syncId: string;
  readonly profileId: string | null;
  readonly accountId: string | null;
  readonly remoteId: string | null;
  readonly written: FieldValues;
}

interface Line {
  readonly at: Date;
  readonly runId: string;
  readonly outcome: string;
  readonly fields: readonly string[];
  readonly changes: readonly { readonly field: string; readonly before: FieldValue }[] | null;
}

const RECORD = `d.id AS "recordId", d.sync_id AS "syncId", d.profile_id AS "profileId", d.account_id AS "accountId",
  r.remote_id AS "remoteId",
  coalesce(r.written, '{}') AS written`;
const FOUND_AT_MOST = 20;

@Injectable()
export class WhyRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  record(workspaceId: string, syncId: string, recordId: string): Promise<WhyRecord | null> {
    return row(
      this.dataSource.manager,
      `SELECT ${RECORD} FROM delivery d
       LEFT JOIN remote_record r ON (r.workspace_id, r.id) = (d.workspace_id, d.remote_record_id)
       WHERE d.workspace_id = $1 AND d.sync_id = $2 AND d.id = $3`,
      [workspaceId, syncId, recordId],
    );
  }

  /** Records of any sync that are known over there by one of these ids. */
  byRemoteIds(workspaceId: string, remoteIds: readonly string[]): Promise<WhyRecord[]> {
    return rows(
      this.dataSource.manager,
      `SELECT ${RECORD} FROM sync s
       JOIN remote_record r ON (r.workspace_id, r.destination_id, r.object) = (s.workspace_id, s.destination_id, s.object)
         AND r.target_key = coalesce(s.target ->> 'id', '')
         AND r.remote_id = ANY($2::text[])
       JOIN delivery d ON (d.workspace_id, d.remote_record_id, d.sync_id) = (r.workspace_id, r.id, s.id)
       WHERE s.workspace_id = $1 ORDER BY d.id LIMIT ${FOUND_AT_MOST}`,
      [workspaceId, remoteIds],
    );
  }

  /** The last send that wrote each of these fields. */
  async writers(
    workspaceId: string,
    recordId: string,
    fields: readonly string[],
  ): Promise<ReadonlyMap<string, WrittenBy>> {
    const lines = await rows<Line & { field: string }>(
      this.dataSource.manager,
      `SELECT wanted.field, last.at, last.run_id AS "runId", last.outcome, last.fields, last.changes
       FROM unnest($3::text[]) AS wanted(field)
       JOIN LATERAL (
         SELECT l.* FROM delivery_log l
         WHERE l.workspace_id = $1 AND l.delivery_id = $2 AND l.outcome IN ('created', 'updated')
           AND wanted.field = ANY(l.fields)
         ORDER BY l.id DESC LIMIT 1) last ON true`,
      [workspaceId, recordId, fields],
    );
    return new Map(lines.map((line) => [line.field, writer(line, line.field)]));
  }

  /** Leads by id, with where they came from. */
  async leads(workspaceId: string, eventIds: readonly string[]): Promise<ReadonlyMap<string, SaidBy>> {
    const found = await rows<SaidBy>(
      this.dataSource.manager,
      `SELECT e.id AS "eventId", e.source_id AS "sourceId", s.name AS "sourceName", e.received_at AS "receivedAt",
         e.lead_source ->> 'raw' AS "leadSource"
       FROM lead_event e LEFT JOIN source s ON (s.workspace_id, s.id) = (e.workspace_id, e.source_id)
       WHERE e.workspace_id = $1 AND e.id = ANY($2::uuid[])`,
      [workspaceId, eventIds],
    );
    return new Map(found.map((lead) => [lead.eventId, lead]));
  }
}

function writer({ at, runId, outcome, changes }: Line, field: string): WrittenBy {
  const change = changes?.find((one) => one.field === field);
  return { at, runId, outcome, ...(change && { before: change.before }) };
}
