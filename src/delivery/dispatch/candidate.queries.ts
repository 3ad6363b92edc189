import { Injectable } from '@nestjs/common';
import { rows, type Sql } from '../../platform/database/index.js';
import type { SystemDefinition } from '../../systems/index.js';
import type { Candidate } from '../planning/candidate.js';
import type { RemoteOwner } from '../planning/decision.js';
import { objectOf } from '../planning/plan-context.js';
import type { Sync } from '../syncs/sync.entity.js';
import { accountsWith, deliveredAccount, deliveredPerson, peopleWith } from './candidate.sql.js';

/** A sync as far as its records are read by it. */
export type SyncedPlace = Pick<
  Sync,
  'workspaceId' | 'id' | 'version' | 'destinationId' | 'object' | 'recordKind' | 'target' | 'backfillState'
>;

/** Which of the records that are looked at: those of owners behind one, or of these alone, whatever their state. */
export interface Selection {
  readonly after?: string | null;
  readonly only?: readonly string[];
}

/** Whose records over there are read beside a record: those it may belong to. */
interface Above {
  readonly object: string;
  readonly kind: 'person' | 'account';
  /** Whether the record has to wait for it. */
  readonly awaited: boolean;
}

/** What a plan needs to know of each record. */
@Injectable()
export class CandidateQueries {
  /**
   * Of these rows of a sync, those of one account beside each other, so that they meet in one call
   * over there.
   */
  async ofDeliveries(
    sql: Sql,
    sync: SyncedPlace,
    definition: SystemDefinition,
    deliveryIds: readonly string[],
  ): Promise<(Candidate & { readonly attempt: number })[]> {
    const { record, from, group } = sqlOf(sync, definition);
    const found = await rows<Candidate & { readonly attempt: number }>(
      sql,
      `SELECT d.id, d.attempt, ${record}
       FROM delivery d ${from}
       WHERE d.workspace_id = $1 AND d.id = ANY($5::uuid[]) ORDER BY ${group}, d.id`,
      [...placeOf(sync, definition), deliveryIds],
    );
    return found.map(revive);
  }

  /** Up to `limit` records that a send would come to now, or after the backfill; nothing is claimed. */
  async upcoming(
    sql: Sql,
    sync: SyncedPlace,
    definition: SystemDefinition,
    limit: number,
    { after, only }: Selection = {},
  ): Promise<Candidate[]> {
    const { record, all } = sqlOf(sync, definition);
    const found = await rows<Candidate>(
      sql,
      `SELECT coalesce(d.id, owner.id) AS id, ${record} ${all}
         AND ($9::uuid[] IS NOT NULL OR (d.id IS NULL AND $6) OR d.status IN ('due', 'waiting', 'unknown')
           OR d.sync_version < $7)
         AND ($8::uuid IS NULL OR owner.id > $8) ${only ? 'AND owner.id = ANY($9)' : ''}
       ORDER BY owner.id LIMIT $10`,
      [
        ...placeOf(sync, definition),
        sync.id,
        sync.backfillState !== 'done',
        sync.version,
        after ?? null,
        only ?? null,
        limit,
      ],
    );
    return found.map(revive);
  }

  /** Owners of these remote records, where we know any, and from whom people parted them. */
  async owners(
    sql: Sql,
    { workspaceId, destinationId, object, target }: SyncedPlace,
    remoteIds: readonly string[],
  ): Promise<ReadonlyMap<string, RemoteOwner>> {
    const found = await rows<RemoteOwner & { remoteId: string }>(
      sql,
      `SELECT r.remote_id AS "remoteId", owner.id AS "ownerId", ARRAY(
           SELECT DISTINCT other.profile_id FROM match_node own
           JOIN match_assertion a ON a.workspace_id = $1 AND own.id IN (a.node_a, a.node_b) AND a.verdict = 'distinct'
           JOIN match_node other ON other.workspace_id = $1 AND other.id IN (a.node_a, a.node_b) AND other.id <> own.id
           WHERE own.workspace_id = $1 AND own.profile_id = owner.id
         ) AS "apartFrom"
       FROM remote_record r LEFT JOIN profile p ON (p.workspace_id, p.id) = (r.workspace_id, r.owner_profile_id)
       CROSS JOIN LATERAL (SELECT coalesce(p.merged_into, p.id, r.owner_account_id) AS id) owner
       WHERE r.workspace_id = $1 AND r.destination_id = $2 AND r.object = $3 AND r.target_key = $4
         AND r.remote_id = ANY($5::text[])`,
      [workspaceId, destinationId, object, target?.id ?? '', remoteIds],
    );
    return new Map(found.map(({ remoteId, ...owner }) => [remoteId, owner]));
  }
}

function sqlOf(sync: SyncedPlace, definition: SystemDefinition) {
  const all = above(sync, definition);
  const parents = {
    count: all.length,
    arePeople: all.some(({ kind }) => kind === 'person'),
    areAwaited: all.some(({ awaited }) => awaited),
  };
  return sync.recordKind === 'person'
    ? { ...peopleWith(parents), record: deliveredPerson }
    : { ...accountsWith(parents), record: deliveredAccount };
}

/** The first parameters: workspace, destination, place over there, and what may stand above a record. */
function placeOf(sync: SyncedPlace, definition: SystemDefinition): unknown[] {
  const { workspaceId, destinationId, object, target } = sync;
  const place = { object, target: target?.id ?? '' };
  return [workspaceId, destinationId, JSON.stringify(place), JSON.stringify(above(sync, definition))];
}

/** Declared parents, and for people the company, which mappings may refer to. */
function above({ object, recordKind }: SyncedPlace, definition: SystemDefinition): Above[] {
  const { parents = [] } = objectOf(definition, object);
  const declared = parents.map(({ object: parent }) => ({
    object: parent,
    kind: objectOf(definition, parent).recordKind,
    awaited: true,
  }));
  if (recordKind === 'account') return declared;
  const companies = Object.values(definition.objects).filter(
    ({ name, recordKind: kind, target }) =>
      kind === 'account' && !target && !declared.some((parent) => parent.object === name),
  );
  return [
    ...declared,
    ...companies.map(({ name }) => ({ object: name, kind: 'account' as const, awaited: false })),
  ];
}

/** JSON gave the times of the profile as text. */
function revive<C extends Candidate>(candidate: C): C {
  if (candidate.kind === 'account') return candidate;
  const { firstSeenAt, lastSeenAt } = candidate.profile;
  const times = { firstSeenAt: dateOf(firstSeenAt), lastSeenAt: dateOf(lastSeenAt) };
  return { ...candidate, profile: { ...candidate.profile, ...times } };
}

function dateOf(value: Date | string | null): Date | null {
  return value === null ? null : new Date(value);
}
