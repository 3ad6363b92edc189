import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What organisations allow is booked for all processes; syncs rest, and say when they ran late and why they idle. */
export class QuotaAndSchedules1764800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [quota, reports, schedules]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('What was booked since has no place before. Restore a backup instead.');
  }
}

/**
 * A subject is an organisation's key, or `destination:<id>` before the first sign-in. `spent_since` are calls that
 * the last report may not have counted. A process that calls holds one `quota_block`: `calls` may still be made or
 * are under way. Calls that ended stand in `quota_usage` by five minutes, and in `quota_window` while the vendor's
 * window may count them.
 */
const quota = `
  CREATE TABLE quota_account (
    subject text PRIMARY KEY,
    reported_limit integer,
    reported_used integer,
    reported_at timestamptz,
    spent_since integer NOT NULL DEFAULT 0,
    CHECK (num_nulls(reported_limit, reported_used, reported_at) IN (0, 3))
  );
  CREATE TABLE quota_block (
    subject text NOT NULL REFERENCES quota_account,
    holder uuid NOT NULL,
    calls integer NOT NULL CHECK (calls >= 0),
    slots integer NOT NULL CHECK (slots >= 0),
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (subject, holder)
  );
  CREATE TABLE quota_window (
    subject text NOT NULL REFERENCES quota_account,
    id uuid NOT NULL,
    calls integer NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (subject, id)
  );
  CREATE INDEX quota_window_until ON quota_window (subject, until);
  CREATE TABLE quota_usage (
    subject text NOT NULL REFERENCES quota_account,
    kind text NOT NULL CHECK (kind IN ('call', 'job')),
    slot timestamptz NOT NULL,
    spender text NOT NULL,
    used integer NOT NULL,
    PRIMARY KEY (subject, kind, slot, spender)
  );
`;

/** What the vendor reports is kept in one place from now on. */
const reports = `
  INSERT INTO quota_account (subject, reported_limit, reported_used, reported_at)
    SELECT key, calls_limit, calls_used, reported_at FROM remote_organisation
    WHERE num_nulls(calls_limit, calls_used, reported_at) = 0;
  ALTER TABLE remote_organisation DROP COLUMN calls_limit, DROP COLUMN calls_used, DROP COLUMN reported_at;
`;

/** `due_at` and `missed` stand where a scheduled run began late: its first time, and how many times passed meanwhile. */
const schedules = `
  ALTER TABLE pause ADD COLUMN since timestamptz NOT NULL DEFAULT now();
  ALTER TABLE sync
    ADD COLUMN quota_share double precision CHECK (quota_share > 0 AND quota_share <= 1),
    ADD COLUMN paused_at timestamptz,
    ADD COLUMN paused_until timestamptz,
    ADD COLUMN rested_until timestamptz,
    ADD CHECK (paused_at IS NOT NULL OR paused_until IS NULL);
  ALTER TABLE run
    ADD COLUMN due_at timestamptz,
    ADD COLUMN missed integer NOT NULL DEFAULT 0;
  CREATE INDEX run_missed ON run (workspace_id, sync_id, id) WHERE missed > 0;
`;
