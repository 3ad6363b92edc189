import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Syncs keep accounts in step as well as people, fill lists and campaigns, and hand records over in jobs. */
export class DeliveryOfAccounts1764700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [accounts, syncs, remoteRecords, deliveries, jobs, log]) {
      await runner.query(statement);
    }
  }

  async down(): Promise<void> {
    throw new Error(
      'Accounts may have been delivered since, and have no place before. Restore a backup instead.',
    );
  }
}

const accounts = `ALTER TABLE account ADD COLUMN version integer NOT NULL DEFAULT 1`;

/** `sole_target` is set where no other sync of the organisation may fill the same target. */
const syncs = `
  ALTER TABLE sync
    ADD COLUMN record_kind text NOT NULL DEFAULT 'person' CHECK (record_kind IN ('person', 'account')),
    ADD COLUMN rank integer NOT NULL DEFAULT 0,
    ADD COLUMN target jsonb,
    ADD COLUMN sole_target text,
    ADD CONSTRAINT sync_sole_target UNIQUE (sole_target),
    ADD CHECK (sole_target IS NULL OR target IS NOT NULL);
`;

/** On several lists there are several records of one person, which may share the id of the person over there. */
const remoteRecords = `
  ALTER TABLE remote_record
    ALTER COLUMN owner_profile_id DROP NOT NULL,
    ADD COLUMN owner_account_id uuid,
    ADD COLUMN target_key text NOT NULL DEFAULT '',
    ADD FOREIGN KEY (workspace_id, owner_account_id) REFERENCES account,
    ADD CHECK (num_nonnulls(owner_profile_id, owner_account_id) = 1),
    DROP CONSTRAINT remote_record_workspace_id_destination_id_object_key_key,
    DROP CONSTRAINT remote_record_workspace_id_destination_id_object_remote_id_key,
    ADD CONSTRAINT remote_record_key UNIQUE (workspace_id, destination_id, object, target_key, key),
    ADD CONSTRAINT remote_record_remote_id UNIQUE (workspace_id, destination_id, object, target_key, remote_id);
  CREATE INDEX remote_record_account ON remote_record (workspace_id, owner_account_id, destination_id, object)
    WHERE owner_account_id IS NOT NULL;
`;

const deliveries = `
  ALTER TABLE delivery
    ALTER COLUMN profile_id DROP NOT NULL,
    ADD COLUMN account_id uuid,
    ADD FOREIGN KEY (workspace_id, account_id) REFERENCES account,
    ADD UNIQUE (workspace_id, sync_id, account_id),
    ADD CHECK (num_nonnulls(profile_id, account_id) = 1);
  CREATE INDEX delivery_account ON delivery (workspace_id, account_id) WHERE account_id IS NOT NULL;
  DROP INDEX delivery_outdated;
  CREATE INDEX delivery_outdated ON delivery (workspace_id, sync_id, sync_version)
    WHERE status IN ('delivered', 'held', 'rejected', 'removed');
`;

/** Until now no system took records into a job; one that would be under way is looked up like any lost answer. */
const jobs = `
  UPDATE delivery SET status = 'unknown' WHERE status = 'accepted';
  ALTER TABLE delivery
    ADD COLUMN job text,
    ADD COLUMN job_operation text CHECK (job_operation IN ('create', 'update', 'remove')),
    ADD COLUMN job_hash bytea,
    ADD COLUMN job_run_id uuid,
    ADD COLUMN accepted_at timestamptz,
    ADD COLUMN collect_at timestamptz,
    ADD CHECK (CASE WHEN status = 'accepted'
      THEN num_nulls(job, job_operation, job_run_id, accepted_at, collect_at) = 0 ELSE job IS NULL END);
  CREATE INDEX delivery_job ON delivery (workspace_id, sync_id, collect_at) WHERE status = 'accepted';
`;

const log = `
  ALTER TABLE delivery_log
    ALTER COLUMN profile_id DROP NOT NULL,
    ADD COLUMN account_id uuid,
    ADD CHECK (num_nonnulls(profile_id, account_id) = 1);
  CREATE INDEX delivery_log_account ON delivery_log (workspace_id, account_id, id) WHERE account_id IS NOT NULL;
`;
