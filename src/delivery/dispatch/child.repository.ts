import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import type { Sql } from '../../platform/database/index.js';
import { UNDER_WAY } from '../delivery.marker.js';
import type { Outcome } from './outcome.js';
import type { SendContext } from './send-context.js';

type Parents = Pick<SendContext, 'workspaceId' | 'destinationId' | 'children'>;

/** The profiles or accounts whose records are parents of others. */
type Owners = readonly Pick<Outcome, 'profileId' | 'accountId'>[];

/** What came to wait for a parent, and what a parent that came to be there changes: its id may be mapped. */
const CONCERNED = `(x.status NOT IN ('held', 'removed') OR x.hold_code IN ('waits-for-parent', 'no-such-lead'))`;
const WAITING = `(x.status = 'sending' OR x.hold_code = 'waits-for-parent')`;

/** Lets records go on that wait for others. */
@Injectable()
export class ChildRepository {
  constructor(private readonly clock: Clock) {}

  /** In the transaction that makes it known that parents stand over there: their children are due. */
  arrived(sql: Sql, context: Parents, owners: Owners): Promise<void> {
    return this.markDue(sql, context, owners, CONCERNED);
  }

  /** Where a parent is held, its sync does not bring it any more: those who wait for it go without it. */
  heldBack(sql: Sql, context: Parents, outcomes: readonly Outcome[]): Promise<void> {
    const held = outcomes.filter(({ hold }) => hold !== null && hold.code !== 'waits-for-parent');
    return this.markDue(sql, context, held, WAITING);
  }

  /** Records of a destination that waited for what a sync would have brought. */
  async releaseAll(sql: Sql, workspaceId: string, destinationId: string): Promise<void> {
    await sql.query(
      `UPDATE delivery d SET status = 'due', due_at = $3, attempt = 0, hold_code = NULL, hold_message = NULL,
         updated_at = now()
       FROM (
         SELECT x.id FROM sync s JOIN delivery x ON (x.workspace_id, x.sync_id) = (s.workspace_id, s.id)
         WHERE s.workspace_id = $1 AND s.destination_id = $2 AND x.status = 'held' AND x.hold_code = 'waits-for-parent'
         ORDER BY s.record_kind, s.rank, s.id, x.account_id, x.profile_id FOR UPDATE OF x
       ) waiting
       WHERE d.workspace_id = $1 AND d.id = waiting.id`,
      [workspaceId, destinationId, this.clock.now()],
    );
  }

  private async markDue(
    sql: Sql,
    { workspaceId, destinationId, children }: Parents,
    owners: Owners,
    which: string,
  ): Promise<void> {
    if (children.length === 0 || owners.length === 0) return;
    await sql.query(
      `WITH below AS (
         SELECT id AS profile_id, NULL::uuid AS account_id FROM unnest($4::uuid[]) AS id
         UNION
         SELECT r.profile_id, NULL FROM profile_account r WHERE r.workspace_id = $1 AND r.account_id = ANY($5::uuid[])
         UNION
         SELECT NULL, id FROM unnest($5::uuid[]) AS id
       ), child AS (
         SELECT y.id, s.record_kind, s.rank FROM below b
         JOIN sync s ON s.workspace_id = $1 AND s.destination_id = $2 AND s.object = ANY($3::text[])
         CROSS JOIN LATERAL (
           SELECT x.id FROM delivery x WHERE (x.workspace_id, x.sync_id, x.profile_id) = ($1, s.id, b.profile_id)
           UNION ALL
           SELECT x.id FROM delivery x WHERE (x.workspace_id, x.sync_id, x.account_id) = ($1, s.id, b.account_id)
         ) y
       ), locked AS (
         SELECT x.id FROM child JOIN delivery x ON x.workspace_id = $1 AND x.id = child.id
         WHERE ${which}
         ORDER BY child.record_kind, child.rank, x.sync_id, x.account_id, x.profile_id FOR UPDATE OF x
       )
       UPDATE delivery d SET
         wanted_version = d.wanted_version + 1,
         status = CASE WHEN d.status IN (${UNDER_WAY}) THEN d.status ELSE 'due' END,
         due_at = CASE WHEN d.status IN (${UNDER_WAY}) THEN d.due_at ELSE $6 END,
         attempt = CASE WHEN d.status IN (${UNDER_WAY}) THEN d.attempt ELSE 0 END,
         hold_code = NULL, hold_message = NULL, updated_at = now()
       FROM locked WHERE d.workspace_id = $1 AND d.id = locked.id`,
      [
        workspaceId,
        destinationId,
        children,
        owners.flatMap(({ profileId }) => profileId ?? []),
        owners.flatMap(({ accountId }) => accountId ?? []),
        this.clock.now(),
      ],
    );
  }
}
