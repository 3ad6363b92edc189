import type { BenchDatabase } from '../support/databases.js';
import { lettersOf } from '../support/lead.js';

/** Milliseconds of one lead's way from its post to the answer of the CRM. */
export interface Journey {
  readonly whole: number;
  /** From the post until it is read and its person is due. */
  readonly reading: number;
  /** From then on until it is claimed: the wait for the next send, for the greater part. */
  readonly waiting: number;
  /** From its claim until the CRM's answer to the write, look-up included. */
  readonly sending: number;
}

interface Times {
  readonly email: string;
  readonly readAt: Date;
  readonly lookedUpAt: Date;
  readonly writtenAt: Date;
}

/**
 * The ways of the leads that were posted, in order of their numbers. The claim itself leaves no time of its own: it is
 * taken to be one call of the vendor before the record was looked up.
 */
export async function journeysOf(
  database: BenchDatabase,
  first: number,
  dueAt: readonly number[],
  callMs: number,
): Promise<Journey[]> {
  const times = await timesSince(database, new Date(dueAt[0] ?? 0));
  const byEmail = new Map(times.map((one) => [one.email, one]));
  return dueAt.map((postedAt, index) => {
    const found = byEmail.get(`rosalind.${lettersOf(first + index)}@northwind-traders.com`);
    if (!found) throw new Error(`Lead ${first + index} did not arrive.`);
    const claimedAt = found.lookedUpAt.getTime() - callMs;
    return {
      whole: found.writtenAt.getTime() - postedAt,
      reading: found.readAt.getTime() - postedAt,
      waiting: claimedAt - found.readAt.getTime(),
      sending: found.writtenAt.getTime() - claimedAt,
    };
  });
}

/** How many of the leads received since then are delivered. */
export async function deliveredSince(database: BenchDatabase, since: Date): Promise<number> {
  return (await timesSince(database, since)).length;
}

function timesSince(database: BenchDatabase, since: Date): Promise<Times[]> {
  return database.query<Times>(
    `SELECT p.fields -> 'email' ->> 'value' AS email, e.read_at AS "readAt", r.created_at AS "lookedUpAt",
       l.at AS "writtenAt"
     FROM lead_event e
     JOIN profile p ON (p.workspace_id, p.id) = (e.workspace_id, e.profile_id)
     JOIN remote_record r ON (r.workspace_id, r.owner_profile_id) = (e.workspace_id, e.profile_id)
     JOIN delivery_log l ON (l.workspace_id, l.profile_id) = (e.workspace_id, e.profile_id) AND l.outcome = 'created'
     WHERE e.received_at >= $1`,
    [since],
  );
}
