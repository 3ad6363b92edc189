import { rows, type Sql } from '../platform/database/index.js';
import type { Finding } from '../platform/finding.js';
import { isPaused } from './destinations/pauses.js';

interface FoundDestination {
  readonly name: string;
  readonly workspace: string;
  readonly enabled: boolean;
  readonly state: 'ready' | 'needs-sign-in';
  readonly stateMessage: string | null;
}

interface FoundSync {
  readonly id: string;
  readonly name: string;
  readonly workspace: string;
  readonly enabled: boolean;
  readonly rejected: number;
  readonly stuck: number;
  readonly stuckSince: Date | null;
}

/** Long past every retry's wait (5 minutes at most), so that whatever is still due was not picked up. */
const STUCK_AFTER_MINUTES = 30;

/** Destinations that refuse us. */
export async function checkDestinations(sql: Sql): Promise<Finding[]> {
  const destinations = await rows<FoundDestination>(
    sql,
    `SELECT d.name, w.name AS workspace, d.enabled, d.state, d.state_message AS "stateMessage"
     FROM destination d JOIN workspace w ON w.id = d.workspace_id ORDER BY w.name, d.name`,
  );
  return destinations.map(({ name, workspace, enabled, state, stateMessage }) => {
    const about = `destination “${name}” of ${workspace}`;
    if (state === 'needs-sign-in') {
      return {
        about,
        level: 'failed',
        message: `cannot sign in: ${stateMessage ?? 'the system refused'}`,
        fix: 'Correct its credentials with PATCH /api/v1/destinations/{id} and try them with POST …/check.',
      };
    }
    if (enabled) return { about, level: 'ok', message: 'ready' };
    return {
      about,
      level: 'warning',
      message: 'is disabled: nothing is sent to it',
      fix: 'Enable it with PATCH /api/v1/destinations/{id} {"enabled":true}, if that is not meant.',
    };
  });
}

/**
 * Syncs that do not send, or whose records do not arrive. Rows that nobody picked up mean something only where
 * the service may be running.
 */
export async function checkSyncs(sql: Sql, mayBeRunning: boolean): Promise<Finding[]> {
  const syncs = await rows<FoundSync>(sql, SYNCS, [STUCK_AFTER_MINUTES, mayBeRunning]);
  return syncs.flatMap((sync) => {
    const findings = problemsOf(sync);
    return findings.length > 0 ? findings : [{ about: aboutOf(sync), level: 'ok', message: 'in step' }];
  });
}

/** What waits for a pause of its organisation, for its schedule or for its announced interval is not stuck. */
const SYNCS = `
  SELECT s.id, s.name, w.name AS workspace, s.enabled,
    (SELECT count(*)::integer FROM delivery x
     WHERE (x.workspace_id, x.sync_id) = (s.workspace_id, s.id) AND x.status = 'rejected') AS rejected,
    coalesce(late.count, 0) AS stuck, late.since AS "stuckSince"
  FROM sync s
  JOIN workspace w ON w.id = s.workspace_id
  JOIN destination d ON (d.workspace_id, d.id) = (s.workspace_id, s.destination_id)
  LEFT JOIN LATERAL (
    SELECT count(*)::integer AS count, min(x.due_at) AS since FROM delivery x
    WHERE (x.workspace_id, x.sync_id) = (s.workspace_id, s.id) AND x.status IN ('due', 'waiting', 'unknown')
      AND x.due_at < now() - make_interval(mins => $1)
  ) late ON $2 AND s.enabled AND d.enabled AND d.state = 'ready' AND s.schedule ->> 'mode' = 'continuous'
    AND s.next_send_at < now() - make_interval(mins => $1) AND NOT ${isPaused('now()')}
  ORDER BY w.name, s.name`;

function problemsOf(sync: FoundSync): Finding[] {
  const about = aboutOf(sync);
  const findings: Finding[] = [];
  if (!sync.enabled) {
    findings.push({
      about,
      level: 'warning',
      message: 'is disabled: nothing is sent',
      fix: `Enable it with PATCH /api/v1/syncs/${sync.id} {"enabled":true}, if that is not meant.`,
    });
  }
  if (sync.stuck > 0) {
    findings.push({
      about,
      level: 'failed',
      message: `${sync.stuck} record(s) are due since ${sync.stuckSince?.toISOString()} and not sent`,
      fix: 'See that a process with TRIBUTARY_ROLE=worker or all is running, and read its log.',
    });
  }
  if (sync.rejected > 0) {
    findings.push({
      about,
      level: 'warning',
      message: `${sync.rejected} record(s) were rejected`,
      fix:
        `Read why in GET /api/v1/syncs/${sync.id}/records?status=rejected, ` +
        'then send them again with POST …/records/retry.',
    });
  }
  return findings;
}

function aboutOf({ name, workspace }: FoundSync): string {
  return `sync “${name}” of ${workspace}`;
}
