import { Injectable } from '@nestjs/common';
import { rows, type Sql } from '../platform/database/index.js';
import { noPerson, type LeadFact, type ReadLead, type UnreadLead } from './lead-event.js';
import type { LeadIdentity, LeadPerson } from './lead-reading.js';

/** A quarantine keeps back what arrives; what went on before it is not called back when it is read again. */
const UNREAD_COLUMNS = `
  e.id, e.source_id AS "sourceId", s.type AS "sourceType", s.config AS "sourceConfig", e.received_at AS "receivedAt",
  e.content_type AS "contentType", e.body, sha256(e.body) AS "bodyHash", e.node_id AS "nodeId",
  e.profile_id AS "profileId",
  s.quarantined AND e.status NOT IN ('parsed', 'duplicate') AS quarantined`;

/** Bodies are up to 256 KiB, and a batch is held in memory several times over while it is read and stored. */
const BATCH_BYTES = 4 << 20;
const BYTES_BEFORE = `sum(octet_length(x.body)) OVER (ORDER BY x.id) - octet_length(x.body) AS bytes_before`;

const FACT_COLUMNS = `
  e.id AS "eventId", e.source_id AS "sourceId", e.profile_id AS "profileId", e.received_at AS "receivedAt",
  '${JSON.stringify(noPerson)}'::jsonb || e.person AS person, n.identities,
  e.email_key AS "emailKey", e.lead_source AS "leadSource", e.stage, e.campaign, e.description`;

const AND_ITS_NODE = `lead_event e JOIN match_node n ON (n.workspace_id, n.id) = (e.workspace_id, e.node_id)`;

/** A lead of the same source that may be the first of a repeat. */
interface RepeatCandidate {
  readonly id: string;
  readonly originalId: string;
  readonly nodeId: string;
}

/** What a stored lead says of its person, and where it is. */
export interface SaidLead {
  readonly eventId: string;
  readonly nodeId: string;
  readonly profileId: string;
  readonly person: LeadPerson;
  readonly identities: readonly LeadIdentity[];
  readonly doNotContact: boolean;
}

/** The ledger as the pipeline works on it: whole batches, one statement each. */
@Injectable()
export class LeadEventRepository {
  /** Workspaces that have something to read. */
  async workspacesWithUnread(sql: Sql): Promise<string[]> {
    const found = await rows<{ id: string }>(
      sql,
      `SELECT id FROM workspace w
       WHERE EXISTS (SELECT FROM lead_event e WHERE e.workspace_id = w.id AND e.status = 'received')`,
    );
    return found.map(({ id }) => id);
  }

  /** The oldest unread leads, in the order in which they came: up to `limit`, and not many large ones at once. */
  unread(sql: Sql, workspaceId: string, limit: number): Promise<UnreadLead[]> {
    return rows(
      sql,
      `SELECT ${UNREAD_COLUMNS}
       FROM (
         SELECT x.*, ${BYTES_BEFORE} FROM (
           SELECT * FROM lead_event WHERE workspace_id = $1 AND status = 'received' ORDER BY id LIMIT $2) x
       ) e JOIN source s ON (s.workspace_id, s.id) = (e.workspace_id, e.source_id)
       WHERE e.bytes_before < ${BATCH_BYTES}
       ORDER BY e.id`,
      [workspaceId, limit],
    );
  }

  /**
   * Which of these sources are in quarantine, locked until the transaction ends: a release waits for what is
   * being put into it, and then finds it.
   */
  async quarantined(
    sql: Sql,
    workspaceId: string,
    sourceIds: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const locked = await rows<{ id: string; quarantined: boolean }>(
      sql,
      `SELECT id, quarantined FROM source WHERE workspace_id = $1 AND id = ANY($2::uuid[]) ORDER BY id FOR SHARE`,
      [workspaceId, sourceIds],
    );
    return new Set(locked.filter(({ quarantined }) => quarantined).map(({ id }) => id));
  }

  /** Leads that were read before, in the order in which they came, for reading them again. */
  again(
    sql: Sql,
    filter: string,
    parameters: readonly unknown[],
    { lastEventId, until, limit }: { lastEventId: string | null; until: Date; limit: number },
  ): Promise<UnreadLead[]> {
    return rows(
      sql,
      `SELECT ${UNREAD_COLUMNS}
       FROM (
         SELECT x.*, ${BYTES_BEFORE} FROM (
           SELECT * FROM lead_event e
           WHERE ${filter} AND e.status <> 'received' AND e.body IS NOT NULL
             AND ($7::uuid IS NULL OR e.id > $7) AND e.received_at <= $8
           ORDER BY e.id LIMIT $9) x
       ) e JOIN source s ON (s.workspace_id, s.id) = (e.workspace_id, e.source_id)
       WHERE e.bytes_before < ${BATCH_BYTES}
       ORDER BY e.id`,
      [...parameters, lastEventId, until, limit],
    );
  }

  /** For each lead the earlier one with the same source and body, received within so many minutes before it. */
  repeats(sql: Sql, workspaceId: string, ids: readonly string[], hashes: readonly Buffer[], minutes: number) {
    return rows<RepeatCandidate>(
      sql,
      `SELECT later.id, earlier.id AS "originalId", earlier.node_id AS "nodeId"
       FROM unnest($2::uuid[], $3::bytea[]) AS fresh(id, hash)
       JOIN lead_event later ON (later.workspace_id, later.id) = ($1, fresh.id)
       CROSS JOIN LATERAL (
         SELECT e.id, e.node_id FROM lead_event e
         WHERE e.workspace_id = $1 AND e.source_id = later.source_id AND e.body_hash = fresh.hash
           AND e.status = 'parsed' AND e.id < later.id
           AND e.received_at >= later.received_at - make_interval(mins => $4)
         ORDER BY e.id LIMIT 1
       ) earlier`,
      [workspaceId, ids, hashes, minutes],
    );
  }

  /** Stores the readings of a batch. The nodes and profiles they name must be stored already. */
  async saveReadings(sql: Sql, workspaceId: string, read: readonly ReadLead[]): Promise<void> {
    if (read.length === 0) return;
    await sql.query(
      `UPDATE lead_event e SET
         status = r.status, read_at = now(), body_hash = decode(r."bodyHash", 'hex'), external_id = r."externalId",
         duplicate_of = r."duplicateOf", lead_source = r."leadSource", stage = r.stage, person = r.person,
         email_key = r."emailKey", campaign = r.campaign, description = r.description, warnings = r.warnings,
         occurred_at = r."occurredAt", attributes = r.attributes, node_id = r."nodeId", profile_id = r."profileId"
       FROM jsonb_to_recordset($2::jsonb) AS r(
         id uuid, status text, "bodyHash" text, "externalId" text, "duplicateOf" uuid, "leadSource" jsonb, stage text,
         person jsonb, "emailKey" text, campaign jsonb, description text, warnings jsonb, "occurredAt" timestamptz,
         attributes jsonb, "nodeId" uuid, "profileId" uuid)
       WHERE e.workspace_id = $1 AND e.id = r.id`,
      [workspaceId, JSON.stringify(read.map((one) => ({ ...one, bodyHash: one.bodyHash.toString('hex') })))],
    );
  }

  /** Puts the repeats of these leads where their originals are. */
  async takeRepeatsAlong(sql: Sql, workspaceId: string, originalIds: readonly string[]): Promise<void> {
    await sql.query(
      `UPDATE lead_event e SET node_id = original.node_id, profile_id = original.profile_id
       FROM lead_event original
       WHERE e.workspace_id = $1 AND e.duplicate_of = ANY($2::uuid[]) AND original.profile_id IS NOT NULL
         AND (original.workspace_id, original.id) = (e.workspace_id, e.duplicate_of)
         AND e.node_id <> original.node_id`,
      [workspaceId, originalIds],
    );
  }

  /** The leads of a profile, without repeats, and the node that each is of. */
  homesOf(sql: Sql, workspaceId: string, profileId: string): Promise<{ eventId: string; nodeId: string }[]> {
    return rows(
      sql,
      `SELECT id AS "eventId", node_id AS "nodeId" FROM lead_event
       WHERE workspace_id = $1 AND profile_id = $2 AND status = 'parsed' ORDER BY id`,
      [workspaceId, profileId],
    );
  }

  async ownersOf(sql: Sql, workspaceId: string, ids: readonly string[]): Promise<string[]> {
    const found = await rows<{ id: string }>(
      sql,
      `SELECT DISTINCT profile_id AS id FROM lead_event
       WHERE workspace_id = $1 AND id = ANY($2::uuid[]) AND profile_id IS NOT NULL ORDER BY 1`,
      [workspaceId, ids],
    );
    return found.map(({ id }) => id);
  }

  /** Puts leads, and their repeats, to other nodes; `nodes` by lead. */
  async move(sql: Sql, workspaceId: string, nodes: ReadonlyMap<string, string>): Promise<void> {
    if (nodes.size === 0) return;
    await sql.query(
      `UPDATE lead_event e SET node_id = n.id, profile_id = n.profile_id
       FROM unnest($2::uuid[], $3::uuid[]) AS moved(event_id, node_id)
       JOIN match_node n ON n.workspace_id = $1 AND n.id = moved.node_id
       WHERE e.workspace_id = $1 AND e.id = moved.event_id`,
      [workspaceId, [...nodes.keys()], [...nodes.values()]],
    );
    await this.takeRepeatsAlong(sql, workspaceId, [...nodes.keys()]);
  }

  /** What was said in the leads of these nodes, repeats left out. */
  saidAt(sql: Sql, workspaceId: string, nodeIds: readonly string[]): Promise<SaidLead[]> {
    return rows(
      sql,
      `SELECT e.id AS "eventId", e.node_id AS "nodeId", e.profile_id AS "profileId", e.person, n.identities,
         coalesce(e.stage = 'do-not-contact', false) AS "doNotContact" FROM ${AND_ITS_NODE}
       WHERE e.workspace_id = $1 AND e.node_id = ANY($2::uuid[]) AND e.status = 'parsed' ORDER BY e.id`,
      [workspaceId, nodeIds],
    );
  }

  /** Everything that is known of these profiles, for a fold from the beginning. */
  factsOf(sql: Sql, workspaceId: string, profileIds: readonly string[]): Promise<LeadFact[]> {
    return rows(
      sql,
      `SELECT ${FACT_COLUMNS} FROM ${AND_ITS_NODE}
       WHERE e.workspace_id = $1 AND e.profile_id = ANY($2::uuid[]) AND e.status = 'parsed'
       ORDER BY e.id`,
      [workspaceId, profileIds],
    );
  }

  /** Shows at the sources when Partner Center last proved that it reaches them. */
  async markValidated(sql: Sql, workspaceId: string, sourceIds: readonly string[]): Promise<void> {
    if (sourceIds.length === 0) return;
    await sql.query(
      `UPDATE source s SET validated_at = newest.at
       FROM (SELECT source_id, max(received_at) AS at FROM lead_event
             WHERE workspace_id = $1 AND source_id = ANY($2::uuid[]) AND status = 'test' GROUP BY source_id) newest
       WHERE s.workspace_id = $1 AND s.id = newest.source_id
         AND (s.validated_at IS NULL OR s.validated_at < newest.at)`,
      [workspaceId, sourceIds],
    );
  }
}
