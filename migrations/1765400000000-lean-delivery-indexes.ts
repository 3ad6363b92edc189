import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A delivery is updated several times on its way, and its owner is a person or an account: it is indexed under the
 * one that it has. What is being sent is found by its claim, so that keeping a claim alive touches no index; there is
 * room in each page for that.
 */
export class LeanDeliveryIndexes1765400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE delivery
        DROP CONSTRAINT delivery_workspace_id_sync_id_profile_id_key,
        DROP CONSTRAINT delivery_workspace_id_sync_id_account_id_key,
        SET (fillfactor = 80);
      CREATE UNIQUE INDEX delivery_of_profile ON delivery (workspace_id, sync_id, profile_id)
        WHERE profile_id IS NOT NULL;
      CREATE UNIQUE INDEX delivery_of_account ON delivery (workspace_id, sync_id, account_id)
        WHERE account_id IS NOT NULL;
      DROP INDEX delivery_sending;
      CREATE INDEX delivery_sending ON delivery (lease_token) WHERE status = 'sending';
      DROP INDEX delivery_profile;
      CREATE INDEX delivery_profile ON delivery (workspace_id, profile_id) WHERE profile_id IS NOT NULL;
      DROP INDEX delivery_remote;
      CREATE INDEX delivery_remote ON delivery (workspace_id, remote_record_id)
        WHERE remote_record_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX delivery_remote;
      CREATE INDEX delivery_remote ON delivery (workspace_id, remote_record_id);
      DROP INDEX delivery_profile;
      CREATE INDEX delivery_profile ON delivery (workspace_id, profile_id);
      DROP INDEX delivery_sending;
      CREATE INDEX delivery_sending ON delivery (lease_until) WHERE status = 'sending';
      DROP INDEX delivery_of_account;
      DROP INDEX delivery_of_profile;
      ALTER TABLE delivery
        RESET (fillfactor),
        ADD UNIQUE (workspace_id, sync_id, profile_id),
        ADD UNIQUE (workspace_id, sync_id, account_id);
    `);
  }
}
