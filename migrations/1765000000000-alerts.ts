import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is told of troubles, which are in force, what began and ended, and what is still to be told to whom. */
export class Alerts1765000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pause ADD COLUMN kind text NOT NULL DEFAULT 'unavailable'
        CHECK (kind IN ('sign-in', 'misconfigured', 'quota', 'unavailable'));
      CREATE TABLE alert_channel (
        workspace_id uuid NOT NULL REFERENCES workspace,
        id uuid NOT NULL,
        name text NOT NULL,
        url text NOT NULL,
        secret text NOT NULL,
        enabled boolean NOT NULL,
        last_sent_at timestamptz,
        last_failure text,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (workspace_id, id),
        UNIQUE (workspace_id, name)
      );
      CREATE TABLE trouble (
        workspace_id uuid NOT NULL,
        sync_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('failing', 'late', 'rejecting')),
        since timestamptz NOT NULL,
        PRIMARY KEY (workspace_id, sync_id, kind),
        FOREIGN KEY (workspace_id, sync_id) REFERENCES sync ON DELETE CASCADE
      );
      CREATE TABLE alert (
        workspace_id uuid NOT NULL,
        id uuid NOT NULL,
        sync_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('failing', 'late', 'rejecting')),
        change text NOT NULL CHECK (change IN ('began', 'recovered')),
        at timestamptz NOT NULL,
        message text NOT NULL,
        PRIMARY KEY (workspace_id, id),
        FOREIGN KEY (workspace_id, sync_id) REFERENCES sync ON DELETE CASCADE
      );
      CREATE INDEX alert_sync ON alert (workspace_id, sync_id, id);
      CREATE TABLE alert_notice (
        workspace_id uuid NOT NULL,
        alert_id uuid NOT NULL,
        channel_id uuid NOT NULL,
        attempt integer NOT NULL DEFAULT 0,
        due_at timestamptz NOT NULL,
        PRIMARY KEY (workspace_id, alert_id, channel_id),
        FOREIGN KEY (workspace_id, alert_id) REFERENCES alert ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, channel_id) REFERENCES alert_channel ON DELETE CASCADE
      );
      CREATE INDEX alert_notice_due ON alert_notice (due_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE alert_notice, alert, trouble, alert_channel;
      ALTER TABLE pause DROP COLUMN kind;
    `);
  }
}
