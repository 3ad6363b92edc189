import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is planned before it is sent, what stops a send, what is proved after it, and what can be undone. */
export class Plans1764900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [plans, runs, brake, changes, findings]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward. Restore a backup instead.');
  }
}

/**
 * `chain`: the hash of all that was planned so far, so that a plan goes on after a restart. `subject_id`: the person or
 * company, as the sync has it.
 */
const plans = `
  CREATE TABLE plan (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    sync_id uuid NOT NULL,
    sync_version integer NOT NULL,
    reverts_run_id uuid,
    selection jsonb NOT NULL DEFAULT '{}',
    status text NOT NULL DEFAULT 'planning' CHECK (status IN ('planning', 'ready', 'applying', 'applied', 'expired')),
    total integer NOT NULL,
    done integer NOT NULL DEFAULT 0,
    counts jsonb NOT NULL DEFAULT '{}',
    cost jsonb,
    api_calls integer NOT NULL DEFAULT 0,
    reading_seconds double precision NOT NULL DEFAULT 0,
    last_id uuid,
    chain bytea NOT NULL,
    hash bytea,
    created_at timestamptz NOT NULL,
    ready_at timestamptz,
    expires_at timestamptz NOT NULL,
    run_id uuid,
    applied_at timestamptz,
    purge_at timestamptz NOT NULL,
    purged_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, sync_id) REFERENCES sync ON DELETE CASCADE,
    CHECK ((status IN ('ready', 'applying', 'applied')) <= (hash IS NOT NULL)),
    CHECK ((status IN ('applying', 'applied')) <= (run_id IS NOT NULL))
  );
  CREATE INDEX plan_sync ON plan (workspace_id, sync_id, id);
  CREATE INDEX plan_planning ON plan (workspace_id, id) WHERE status = 'planning';
  CREATE UNIQUE INDEX plan_applying ON plan (workspace_id, sync_id) WHERE status = 'applying';
  CREATE INDEX plan_purge ON plan (purge_at) WHERE purged_at IS NULL;

  CREATE TABLE plan_record (
    workspace_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    id uuid NOT NULL,
    subject_id uuid NOT NULL,
    action text NOT NULL
      CHECK (action IN ('create', 'update', 'unchanged', 'remove', 'held', 'rejected', 'unknown')),
    remote_id text,
    adopts boolean NOT NULL DEFAULT false,
    differences jsonb,
    code text,
    message text,
    failure jsonb,
    outcome text,
    drift jsonb,
    PRIMARY KEY (workspace_id, plan_id, id),
    UNIQUE (workspace_id, plan_id, subject_id),
    FOREIGN KEY (workspace_id, plan_id) REFERENCES plan ON DELETE CASCADE
  );
  CREATE INDEX plan_record_action ON plan_record (workspace_id, plan_id, action, id);
  CREATE INDEX plan_record_open ON plan_record (workspace_id, plan_id, action, id)
    WHERE outcome IS NULL AND action <> 'unknown';
`;

/** The run of a plan stands beside the run that goes on in its sync, if any. */
const runs = `
  ALTER TABLE run ADD COLUMN plan_id uuid;
  ALTER TABLE run ADD COLUMN announcement text;
  ALTER TABLE run ADD COLUMN landing jsonb;
  ALTER TABLE run DROP CONSTRAINT run_trigger_check;
  ALTER TABLE run ADD CONSTRAINT run_trigger_check
    CHECK (trigger IN ('continuous', 'schedule', 'manual', 'retry', 'plan'));
  ALTER TABLE run ADD CHECK ((trigger = 'plan') = (plan_id IS NOT NULL));
  DROP INDEX run_open;
  CREATE UNIQUE INDEX run_open ON run (workspace_id, sync_id) WHERE ended_at IS NULL AND plan_id IS NULL;
  CREATE UNIQUE INDEX run_plan ON run (workspace_id, plan_id) WHERE plan_id IS NOT NULL;
  UPDATE run SET landing = jsonb_build_object('checked', 0, 'findings', 0, 'apiCalls', 0, 'at', ended_at,
    'skipped', 'It ended before runs were read back.') WHERE ended_at IS NOT NULL;
  CREATE INDEX run_unproved ON run (ended_at) WHERE landing IS NULL AND ended_at IS NOT NULL AND created + updated > 0;
`;

/** `brake_version`, `brake_passed_at`: what is of this version, or was due by then, was let through. */
const brake = `
  ALTER TABLE sync ADD COLUMN brake jsonb DEFAULT '{"share": 0.2, "records": 1000}';
  ALTER TABLE sync ADD COLUMN brake_state jsonb;
  ALTER TABLE sync ADD COLUMN brake_version integer NOT NULL DEFAULT 0;
  ALTER TABLE sync ADD COLUMN brake_passed_at timestamptz;
  ALTER TABLE sync ADD COLUMN landing jsonb DEFAULT '{"records": 20, "afterSeconds": 60}';
  ALTER TABLE sync ADD COLUMN landing_checked_at timestamptz;
  CREATE INDEX delivery_again ON delivery (workspace_id, sync_id, due_at)
    WHERE status = 'due' AND accepted_hash IS NOT NULL;
`;

/** `changes`: the values before and after, field by field, of a record that stood there before. */
const changes = `
  ALTER TABLE delivery_log ADD COLUMN changes jsonb;
  CREATE INDEX delivery_log_run ON delivery_log (workspace_id, run_id, delivery_id)
    WHERE outcome IN ('created', 'updated', 'removed', 'accepted');
  CREATE INDEX delivery_log_purge ON delivery_log (at) WHERE changes IS NOT NULL;
`;

const findings = `
  CREATE TABLE landing_finding (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    run_id uuid NOT NULL,
    delivery_id uuid NOT NULL,
    remote_id text NOT NULL,
    field text,
    sent jsonb,
    found jsonb,
    message text NOT NULL,
    at timestamptz NOT NULL,
    purged_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, run_id) REFERENCES run ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, delivery_id) REFERENCES delivery ON DELETE CASCADE
  );
  CREATE INDEX landing_finding_run ON landing_finding (workspace_id, run_id, id);
  CREATE INDEX landing_finding_purge ON landing_finding (at) WHERE purged_at IS NULL;
`;
