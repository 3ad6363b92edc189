/**
 * The SQL that reads records with what is known of them over there. $1: workspace; $2: destination; $3: object and
 * target, as JSON; $4: what may stand above a record, as JSON.
 */

const OURS = `
  CASE WHEN r.id IS NULL THEN NULL ELSE jsonb_build_object('id', r.id, 'key', r.key, 'remoteId', r.remote_id,
    'written', r.written, 'writing', r.writing) END AS ours,
  d.accepted_hash AS "acceptedHash", above.parents`;

export const deliveredPerson = `'person' AS kind,
  jsonb_build_object('id', owner.id, 'version', owner.version, 'fields', owner.fields, 'stage', owner.stage,
    'doNotContact', owner.do_not_contact, 'eventCount', owner.event_count, 'firstSeenAt', owner.first_seen_at,
    'lastSeenAt', owner.last_seen_at, 'mergedInto', owner.merged_into) AS profile,
  company.name AS "accountName", ${OURS}`;

export const deliveredAccount = `'account' AS kind,
  jsonb_build_object('id', owner.id, 'version', owner.version, 'name', owner.name, 'country', owner.country,
    'domains', ARRAY(SELECT x.domain FROM account_domain x WHERE (x.workspace_id, x.account_id) = ($1, owner.id)
      ORDER BY x.domain),
    'externalIds', (SELECT coalesce(jsonb_agg(jsonb_build_object('namespace', x.namespace, 'value', x.value)
      ORDER BY x.namespace, x.value), '[]')
      FROM account_external_id x WHERE (x.workspace_id, x.account_id) = ($1, owner.id)),
    'parentName', (SELECT x.name FROM account x WHERE (x.workspace_id, x.id) = ($1, owner.parent_id)),
    'peopleCount', (SELECT count(*) FROM profile_account x
      JOIN profile p ON (p.workspace_id, p.id) = (x.workspace_id, x.profile_id) AND p.merged_into IS NULL
      WHERE (x.workspace_id, x.account_id) = ($1, owner.id)),
    'doNotContact', (SELECT coalesce(bool_and(p.do_not_contact), false) FROM profile_account x
      JOIN profile p ON (p.workspace_id, p.id) = (x.workspace_id, x.profile_id) AND p.merged_into IS NULL
      WHERE (x.workspace_id, x.account_id) = ($1, owner.id))) AS account, ${OURS}`;

const HERE = `r.destination_id = $2 AND r.object = $3::jsonb ->> 'object' AND r.target_key = $3::jsonb ->> 'target'`;

/** A person and who was merged into them. */
const SELVES = `
  SELECT owner.id, false AS came_by_merge
  UNION ALL
  SELECT m.id, true FROM profile m WHERE m.workspace_id = $1 AND m.merged_into = owner.id`;

/** `OFFSET 0` keeps the planner from reading all records of a destination for each of a few people. */
const recordsOf = (self: string, place: string) => `
  CROSS JOIN LATERAL (
    SELECT * FROM remote_record r WHERE (r.workspace_id, r.owner_profile_id) = ($1, ${self}) AND ${place} OFFSET 0
  ) r`;

/**
 * The record over there that a person owns at this place, or that came to them by a merge. Who was merged away has
 * only what the survivor does not take over. Joined from the owners on, so that each person costs an index look-up.
 */
const PERSONS_OWN = `
  LEFT JOIN LATERAL (
    SELECT r.* FROM (${SELVES}) self ${recordsOf('self.id', HERE)}
    WHERE owner.merged_into IS NULL OR EXISTS (
      SELECT FROM remote_record k WHERE (k.workspace_id, k.owner_profile_id) = ($1, owner.merged_into)
        AND (k.destination_id, k.object, k.target_key) = (r.destination_id, r.object, r.target_key))
    ORDER BY self.came_by_merge, r.created_at LIMIT 1
  ) r ON true`;

const ACCOUNTS_OWN = `
  LEFT JOIN LATERAL (
    SELECT r.* FROM remote_record r
    WHERE (r.workspace_id, r.owner_account_id) = ($1, owner.id) AND ${HERE}
    ORDER BY r.created_at LIMIT 1
  ) r ON true`;

const personsParent = `
  UNION ALL
  SELECT r.remote_id, r.key, r.created_at FROM (${SELVES}) self
  ${recordsOf('self.id', `r.destination_id = $2 AND r.object = w.object AND r.target_key = ''`)}
  WHERE w.kind = 'person'`;

/** The person of a record that is an account's. */
const NOBODY = 'NULL::uuid';

/** What may stand above the records that are read: what there is none of is not asked for, of each record. */
export interface Parents {
  /** Objects, told to the planner, which takes JSON for a hundred. */
  readonly count: number;
  readonly arePeople: boolean;
  readonly areAwaited: boolean;
}

/**
 * A parent is still to come while its row in an enabled sync of the destination is on its way, or while the backfill of
 * that sync has not come to it yet.
 */
const isComing = (person: string, account: string) => `
  EXISTS (
    SELECT FROM sync s LEFT JOIN LATERAL (
      SELECT c.status, c.hold_code FROM delivery c
      WHERE w.kind = 'person' AND (c.workspace_id, c.sync_id, c.profile_id) = ($1, s.id, ${person})
      UNION ALL
      SELECT c.status, c.hold_code FROM delivery c
      WHERE w.kind = 'account' AND (c.workspace_id, c.sync_id, c.account_id) = ($1, s.id, ${account})
    ) c ON true
    WHERE w.awaited AND there.remote_id IS NULL
      AND s.workspace_id = $1 AND s.destination_id = $2 AND s.object = w.object AND s.enabled AND s.target IS NULL
      AND (w.kind = 'person' OR ${account} IS NOT NULL)
      AND CASE WHEN c.status IS NULL THEN s.backfill_state <> 'done'
        ELSE c.status NOT IN ('delivered', 'held', 'removed') OR c.hold_code = 'waits-for-parent' END
  )`;

const parentsAbove = ({ count, arePeople, areAwaited }: Parents, person: string, account: string) => `
  LEFT JOIN LATERAL (
    SELECT coalesce(jsonb_agg(jsonb_build_object('object', w.object, 'kind', w.kind, 'remoteId', there.remote_id,
      'key', there.key, 'isComing', coming.some)), '[]') AS parents
    FROM (SELECT * FROM jsonb_to_recordset($4::jsonb) AS w(object text, kind text, awaited boolean) LIMIT ${count}) w
    LEFT JOIN LATERAL (
      SELECT x.remote_id, x.key FROM (
        SELECT r.remote_id, r.key, r.created_at FROM remote_record r
        WHERE w.kind = 'account' AND (r.workspace_id, r.owner_account_id) = ($1, ${account})
          AND r.destination_id = $2 AND r.object = w.object AND r.target_key = ''
        ${arePeople && person !== NOBODY ? personsParent : ''}
      ) x ORDER BY x.remote_id IS NULL, x.created_at LIMIT 1
    ) there ON true
    CROSS JOIN LATERAL (SELECT ${areAwaited ? isComing(person, account) : 'false'} AS some) coming
  ) above ON true`;

const people = (parents: Parents) => `
  LEFT JOIN profile_account pa ON (pa.workspace_id, pa.profile_id) = ($1, owner.id)
  LEFT JOIN account company ON (company.workspace_id, company.id) = ($1, pa.account_id)
  ${PERSONS_OWN}
  ${parentsAbove(parents, 'owner.id', 'pa.account_id')}`;

const accounts = (parents: Parents) => `
  ${ACCOUNTS_OWN}
  ${parentsAbove(parents, NOBODY, 'owner.id')}`;

/** `from`: behind deliveries `d`; `all`: everybody, with their row in the sync $5 where there is one. */
export interface CandidateSql {
  readonly from: string;
  readonly all: string;
  readonly group: string;
}

export function peopleWith(parents: Parents): CandidateSql {
  return {
    from: `JOIN profile owner ON (owner.workspace_id, owner.id) = ($1, d.profile_id) ${people(parents)}`,
    all: `FROM profile owner
      LEFT JOIN delivery d ON (d.workspace_id, d.sync_id, d.profile_id) = ($1, $5, owner.id)
      ${people(parents)}
      WHERE owner.workspace_id = $1 AND owner.merged_into IS NULL`,
    group: `pa.account_id`,
  };
}

export function accountsWith(parents: Parents): CandidateSql {
  return {
    from: `JOIN account owner ON (owner.workspace_id, owner.id) = ($1, d.account_id) ${accounts(parents)}`,
    all: `FROM account owner
      LEFT JOIN delivery d ON (d.workspace_id, d.sync_id, d.account_id) = ($1, $5, owner.id)
      ${accounts(parents)}
      WHERE owner.workspace_id = $1`,
    group: `owner.parent_id`,
  };
}
