import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Survivorship1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [locks, refolds, knownValues]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Values were locked by hand since, which would be lost. Restore a backup instead.');
  }
}

/** A lock stays with the profile that it was put on, and holds for whichever that one was merged into. */
const locks = `
  CREATE TABLE field_lock (
    workspace_id uuid NOT NULL,
    profile_id uuid NOT NULL,
    field text NOT NULL CHECK (field IN
      ('firstName', 'lastName', 'email', 'phone', 'country', 'company', 'title', 'website')),
    value text NOT NULL CHECK (length(value) BETWEEN 1 AND 1000),
    locked_by text NOT NULL,
    locked_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, profile_id, field),
    FOREIGN KEY (workspace_id, profile_id) REFERENCES profile ON DELETE CASCADE
  );
`;

const refolds = `
  CREATE TABLE refold (
    workspace_id uuid NOT NULL REFERENCES workspace,
    id uuid NOT NULL,
    status text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'done', 'superseded')),
    total integer NOT NULL,
    done integer NOT NULL DEFAULT 0,
    changed integer NOT NULL DEFAULT 0,
    last_profile_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    PRIMARY KEY (workspace_id, id)
  );
  CREATE UNIQUE INDEX refold_running ON refold (workspace_id) WHERE status = 'running';
`;

/** Until now the most recent value survived, and what it won over was not kept: it is found by folding anew. */
const knownValues = `
  UPDATE profile SET fields = (
    SELECT jsonb_object_agg(f.key, f.value || '{"rule": "most-recent", "completeness": 0, "over": []}')
    FROM jsonb_each(fields) f)
  WHERE fields <> '{}';
  INSERT INTO refold (workspace_id, id, total)
  SELECT workspace_id, new_id(), count(*) FROM profile WHERE merged_into IS NULL GROUP BY workspace_id;
`;
