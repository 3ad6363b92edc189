import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The indexes by which an owner's record is found name the whole place. With less of it in them, and while the table
 * has outgrown its statistics, the planner takes the index of remote ids for as good and reads all of a destination.
 */
export class RemoteRecordOwners1765300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX remote_record_owner;
      DROP INDEX remote_record_account;
      CREATE INDEX remote_record_owner
        ON remote_record (workspace_id, owner_profile_id, destination_id, object, target_key);
      CREATE INDEX remote_record_account
        ON remote_record (workspace_id, owner_account_id, destination_id, object, target_key)
        WHERE owner_account_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX remote_record_owner;
      DROP INDEX remote_record_account;
      CREATE INDEX remote_record_owner ON remote_record (workspace_id, owner_profile_id, destination_id, object);
      CREATE INDEX remote_record_account ON remote_record (workspace_id, owner_account_id, destination_id, object)
        WHERE owner_account_id IS NOT NULL;
    `);
  }
}
