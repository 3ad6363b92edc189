import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What partners say of a lead beside what the marketplace does. */
export class PartnerLeads1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE lead_event ADD COLUMN occurred_at timestamptz, ADD COLUMN attributes jsonb`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE lead_event DROP COLUMN occurred_at, DROP COLUMN attributes`);
  }
}
