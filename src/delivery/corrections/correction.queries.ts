import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { notFound, pageOf, type Page, type PageQuery } from '../../platform/api/index.js';
import { rows } from '../../platform/database/index.js';
import { systemOf } from '../../systems/index.js';
import type { ShownCorrection } from './correction.dto.js';

type Found = Omit<ShownCorrection, 'link' | 'otherLink' | 'advice'> & {
  readonly type: string;
  readonly organisation: string | null;
};

const RECORD = `r.id, r.destination_id AS "destinationId", r.object, r.remote_id AS "remoteId"`;

/** Of the records of one person over there, the one that a send takes; see the claims of the dispatcher. */
const KEPT = `
  SELECT k.id, k.remote_id FROM remote_record k JOIN profile o ON (o.workspace_id, o.id) = (k.workspace_id, k.owner_profile_id)
  WHERE k.workspace_id = $1 AND (k.destination_id, k.object, k.target_key) = (r.destination_id, r.object, '')
    AND (o.id = p.merged_into OR o.merged_into = p.merged_into)
  ORDER BY o.id <> p.merged_into, k.created_at LIMIT 1`;

const CORRECTIONS = `
  SELECT ${RECORD}, 'superseded' AS kind, merged.at, p.id AS "profileId", p.merged_into AS "otherProfileId",
    kept.remote_id AS "otherRemoteId", r.corrected_at AS corrected
  FROM profile p
  JOIN remote_record r ON (r.workspace_id, r.owner_profile_id) = (p.workspace_id, p.id) AND r.remote_id IS NOT NULL
    AND r.target_key = ''
  JOIN LATERAL (
    SELECT max(i.at) AS at FROM identity_event i
    WHERE i.workspace_id = $1 AND i.other_profile_id = p.id AND i.kind = 'merged'
  ) merged ON true
  JOIN LATERAL (${KEPT}) kept ON kept.id <> r.id
  WHERE p.workspace_id = $1 AND p.merged_into IS NOT NULL
  UNION ALL
  SELECT ${RECORD}, 'shared', parted.at, r.owner_profile_id, parted.other, other.remote_id, r.corrected_at
  FROM remote_record r
  JOIN LATERAL (
    SELECT i.at, coalesce(p.merged_into, p.id) AS other FROM identity_event i
    JOIN profile p ON (p.workspace_id, p.id) = (i.workspace_id, i.other_profile_id)
    WHERE i.workspace_id = $1 AND i.profile_id = r.owner_profile_id AND i.kind = 'split' AND i.at > r.created_at
    ORDER BY i.id DESC LIMIT 1
  ) parted ON parted.other <> r.owner_profile_id
  LEFT JOIN remote_record other ON (other.workspace_id, other.destination_id, other.object, other.owner_profile_id)
    = (r.workspace_id, r.destination_id, r.object, parted.other)
  WHERE r.workspace_id = $1 AND r.remote_id IS NOT NULL AND r.target_key = ''`;

/** What merges and splits leave to be put right over there. */
@Injectable()
export class CorrectionQueries {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async list(workspaceId: string, { limit, cursor }: PageQuery): Promise<Page<ShownCorrection>> {
    const read = await rows<Found>(
      this.dataSource.manager,
      `SELECT c.*, d.type, g.name AS organisation FROM (${CORRECTIONS}) c
       JOIN destination d ON d.workspace_id = $1 AND d.id = c."destinationId"
       LEFT JOIN remote_organisation g ON g.key = d.organisation_key
       WHERE (c.corrected IS NULL OR c.corrected < c.at) AND ($2::uuid IS NULL OR c.id > $2)
       ORDER BY c.id LIMIT $3`,
      [workspaceId, cursor ?? null, limit + 1],
    );
    return pageOf(read, limit, show);
  }

  /** Takes a correction off the list, until the same record needs one again. */
  async done(workspaceId: string, id: string): Promise<void> {
    const marked = await rows(
      this.dataSource.manager,
      `UPDATE remote_record SET corrected_at = now() WHERE workspace_id = $1 AND id = $2 RETURNING id`,
      [workspaceId, id],
    );
    if (marked.length === 0) throw notFound('correction', id);
  }
}

function show({ type, organisation, ...found }: Found): ShownCorrection {
  const { id, kind, at, destinationId, object, remoteId, profileId, otherProfileId, otherRemoteId } = found;
  const linkTo = (record: string | null) =>
    record === null || organisation === null
      ? null
      : (systemOf(type)?.recordUrl(organisation, record, object) ?? null);
  return {
    id,
    kind,
    at,
    destinationId,
    object,
    remoteId,
    profileId,
    otherProfileId,
    otherRemoteId,
    link: linkTo(remoteId),
    otherLink: linkTo(otherRemoteId),
    advice: adviceFor(found),
  };
}

function adviceFor({
  kind,
  remoteId,
  otherRemoteId,
}: Pick<Found, 'kind' | 'remoteId' | 'otherRemoteId'>): string {
  if (kind === 'superseded') {
    return otherRemoteId === null
      ? `Nothing is written to ${remoteId} any more: its person became another, whose record is about to be made.`
      : `Merge ${remoteId} into ${otherRemoteId} over there: both are of one person, and only ${otherRemoteId} is kept in step.`;
  }
  return otherRemoteId === null
    ? `See that ${remoteId} holds nothing of the other person, who has no record of their own yet.`
    : `See that ${remoteId} holds nothing of the other person, who has ${otherRemoteId} now.`;
}
