import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { rows, toJsonb, type Sql } from '../../platform/database/index.js';
import { ChildRepository } from './child.repository.js';
import { sentFields, type PreparedWrite } from './prepared.js';
import type { SendContext } from './send-context.js';

/** What is about to be sent. */
@Injectable()
export class IntentRepository {
  constructor(private readonly children: ChildRepository) {}

  /**
   * Writes down, before anything is sent, under which key and with which values, and which values of ours were
   * seen there: after a crash that is how the record is found again. Answers under which id, for the deliveries that
   * are still ours to send; a record that another process adopted meanwhile is left out. Rows are locked in the
   * order in which changed records are marked due, so that the two never wait for each other; they are named by an
   * array, for the planner takes JSON for few rows and would compare each of them with all that are claimed.
   */
  async intend(
    manager: EntityManager,
    context: SendContext & { readonly token: string },
    writes: readonly PreparedWrite[],
  ): Promise<ReadonlyMap<string, string>> {
    const { workspaceId, token, destinationId, place } = context;
    const gone = await this.mergedAway(manager, workspaceId, writes);
    const wanted = writes.filter((write) => !gone.has(write.delivery.profileId ?? '')).map(intentOf);
    const intended = await rows<{ id: string; recordId: string }>(
      manager,
      `WITH wanted AS (
         SELECT * FROM jsonb_to_recordset($3::jsonb) AS w("deliveryId" uuid, "recordId" uuid, key text,
           "profileId" uuid, "accountId" uuid, "remoteId" text, origin text, written jsonb, writing jsonb)
       ), mine AS (
         SELECT d.id FROM delivery d
         WHERE d.workspace_id = $1 AND d.lease_token = $2 AND d.id = ANY($7::uuid[])
         ORDER BY d.account_id, d.profile_id FOR UPDATE
       ), inserted AS (
         INSERT INTO remote_record (workspace_id, id, destination_id, object, target_key, key, owner_profile_id,
           owner_account_id, remote_id, origin, written, writing)
         SELECT $1, w."recordId", $4, $5, $6, w.key, w."profileId", w."accountId", w."remoteId", w.origin, w.written,
           w.writing
         FROM wanted w JOIN mine ON mine.id = w."deliveryId"
         ON CONFLICT DO NOTHING
         RETURNING id, key
       ), known AS (
         UPDATE remote_record r SET written = r.written || w.written,
           writing = coalesce(r.writing, '{}') || w.writing, updated_at = now()
         FROM wanted w JOIN mine ON mine.id = w."deliveryId"
         WHERE (r.workspace_id, r.destination_id, r.object, r.target_key, r.key) = ($1, $4, $5, $6, w.key)
         RETURNING r.id, r.key
       ), recorded AS (
         SELECT * FROM inserted UNION ALL SELECT * FROM known
       )
       SELECT w."deliveryId" AS id, recorded.id AS "recordId" FROM wanted w JOIN recorded ON recorded.key = w.key`,
      [
        workspaceId,
        token,
        toJsonb(wanted),
        destinationId,
        place.object,
        place.target?.id ?? '',
        wanted.map(({ deliveryId }) => deliveryId),
      ],
    );
    const ids = new Map(intended.map(({ id, recordId }) => [id, recordId]));
    const adopted = writes.filter((write) => write.adopted && ids.has(write.delivery.id));
    await this.children.arrived(
      manager,
      context,
      adopted.map(({ delivery }) => delivery),
    );
    return ids;
  }

  /**
   * People who are not themselves any more, the others locked until the intents are there: a merge waits for them
   * and then finds the record that was begun, or came first and the record is planned anew for the survivor. What
   * is taken away belongs to nobody afterwards, so that a merge makes no difference to it.
   */
  private async mergedAway(
    sql: Sql,
    workspaceId: string,
    writes: readonly PreparedWrite[],
  ): Promise<ReadonlySet<string>> {
    const people = writes.flatMap(({ delivery, operation }) =>
      operation.operation === 'remove' ? [] : (delivery.profileId ?? []),
    );
    if (people.length === 0) return new Set();
    const found = await rows<{ id: string; isGone: boolean }>(
      sql,
      `SELECT id, merged_into IS NOT NULL AS "isGone" FROM profile WHERE workspace_id = $1 AND id = ANY($2::uuid[])
       ORDER BY id FOR SHARE`,
      [workspaceId, people],
    );
    return new Set(found.filter(({ isGone }) => isGone).map(({ id }) => id));
  }
}

function intentOf(write: PreparedWrite) {
  const { delivery, recordId, key, operation, adopted, standing } = write;
  const remoteId = adopted && operation.operation === 'update' ? operation.remoteId : null;
  return {
    deliveryId: delivery.id,
    recordId,
    key,
    profileId: delivery.profileId,
    accountId: delivery.accountId,
    remoteId,
    origin: remoteId === null ? null : 'adopted',
    written: standing,
    writing: sentFields(write),
  };
}
