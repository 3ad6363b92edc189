import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Other services that are asked about people, what is to be asked, and what they answered. */
export class Enrichers1764600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE enricher (
        workspace_id uuid NOT NULL REFERENCES workspace,
        id uuid NOT NULL,
        name text NOT NULL,
        url text NOT NULL,
        mapping jsonb NOT NULL,
        credentials text NOT NULL,
        credential_names text[] NOT NULL,
        timeout_ms integer NOT NULL CHECK (timeout_ms > 0),
        calls_per_day integer NOT NULL CHECK (calls_per_day > 0),
        cache_hours integer NOT NULL CHECK (cache_hours > 0),
        enabled boolean NOT NULL,
        calls_on date,
        calls_made integer NOT NULL DEFAULT 0,
        failures integer NOT NULL DEFAULT 0,
        paused_until timestamptz,
        last_failure text,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (workspace_id, id),
        UNIQUE (workspace_id, name)
      );
      CREATE TABLE enricher_question (
        workspace_id uuid NOT NULL,
        enricher_id uuid NOT NULL,
        profile_id uuid NOT NULL,
        status text NOT NULL CHECK (status IN ('due', 'answered', 'nothing-to-ask', 'failed')),
        due_at timestamptz NOT NULL,
        attempt integer NOT NULL DEFAULT 0,
        url_hash bytea,
        expires_at timestamptz,
        message text,
        PRIMARY KEY (workspace_id, enricher_id, profile_id),
        FOREIGN KEY (workspace_id, enricher_id) REFERENCES enricher ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, profile_id) REFERENCES profile ON DELETE CASCADE,
        CHECK ((status = 'answered') <= (url_hash IS NOT NULL AND expires_at IS NOT NULL))
      );
      CREATE INDEX enricher_question_due ON enricher_question (workspace_id, enricher_id, due_at)
        WHERE status = 'due';
      CREATE INDEX enricher_question_profile ON enricher_question (workspace_id, profile_id);
      CREATE INDEX enricher_question_answered ON enricher_question (workspace_id, enricher_id, url_hash)
        WHERE status = 'answered';
      CREATE TABLE enriched_value (
        workspace_id uuid NOT NULL,
        profile_id uuid NOT NULL,
        enricher_id uuid NOT NULL,
        field text NOT NULL,
        value text NOT NULL,
        at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (workspace_id, profile_id, enricher_id, field),
        FOREIGN KEY (workspace_id, enricher_id, profile_id) REFERENCES enricher_question ON DELETE CASCADE
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE enriched_value, enricher_question, enricher`);
  }
}
