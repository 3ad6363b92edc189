import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether the leads of a node are do-not-contact leads, so that they are not merged with others on a guess. */
export class MatchConsent1765100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE match_node ADD COLUMN do_not_contact boolean NOT NULL DEFAULT false`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE match_node DROP COLUMN do_not_contact`);
  }
}
