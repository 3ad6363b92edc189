/** A group has so many accounts at most, with the one that is looked at. */
export const MOST_IN_GROUP = 30;

const HIERARCHY = `
  SELECT coalesce(a.parent_id, a.id) FROM account a WHERE (a.workspace_id, a.id) = ($1, near.id)
  UNION ALL SELECT c.id FROM account c WHERE (c.workspace_id, c.parent_id) = ($1, near.id)`;

const NAMES = `
  UNION ALL SELECT other.account_id FROM account_bond own
  JOIN account_bond other ON (other.workspace_id, other.key, other.kind) = (own.workspace_id, own.key, 'name')
  WHERE (own.workspace_id, own.account_id, own.kind) = ($1, near.id, 'name')`;

const FAMILIES = `
  UNION ALL SELECT other.account_id FROM account_bond own
  JOIN account_bond other ON (other.workspace_id, other.key) = (own.workspace_id, own.key)
  WHERE (own.workspace_id, own.account_id) = ($1, near.id)`;

/** What joins two accounts at each reach: each takes in all that the one before it joins. */
const BONDS = { 1: HIERARCHY, 2: HIERARCHY + NAMES, 3: HIERARCHY + FAMILIES } as const;

/**
 * Lateral items that answer the `ids` around each `seed` at the widest reach that has room for all of them, and
 * that `reach`. A walk ends at the first account too many, so that a name which thousands share costs no more
 * than one that few share. What belongs together at one reach does so at every wider one: whoever asks, all
 * members of a group get the same answer.
 */
export const WIDEST_GROUP = `
  CROSS JOIN LATERAL ${around(3, 'true')} third
  CROSS JOIN LATERAL ${around(2, 'third.ids IS NULL')} second
  CROSS JOIN LATERAL ${around(1, 'coalesce(third.ids, second.ids) IS NULL')} first
  CROSS JOIN LATERAL (
    SELECT coalesce(third.ids, second.ids, first.ids, ARRAY[seed.id]) AS ids,
      CASE WHEN third.ids IS NOT NULL THEN 3 WHEN second.ids IS NOT NULL THEN 2
        WHEN first.ids IS NOT NULL THEN 1 ELSE 0 END AS reach
  ) widest`;

function around(reach: 1 | 2 | 3, condition: string): string {
  return `(
    SELECT CASE WHEN count(*) BETWEEN 1 AND ${MOST_IN_GROUP} THEN array_agg(found.id ORDER BY found.id) END AS ids
    FROM (
      WITH RECURSIVE near (id) AS (
        SELECT seed.id WHERE ${condition}
        UNION SELECT beside.id FROM near CROSS JOIN LATERAL (${BONDS[reach]}) beside (id)
      ) SELECT id FROM near LIMIT ${MOST_IN_GROUP + 1}
    ) found)`;
}
