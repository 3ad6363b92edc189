import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What matching under other rules would have done, and how far the finding out has come. */
export class MatchBacktests1764750000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE match_backtest (
        workspace_id uuid NOT NULL REFERENCES workspace,
        id uuid NOT NULL,
        since timestamptz,
        until timestamptz NOT NULL,
        rules jsonb NOT NULL,
        model jsonb,
        model_version text NOT NULL,
        status text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'done', 'failed')),
        begun integer NOT NULL DEFAULT 0,
        phase text NOT NULL DEFAULT 'waiting' CHECK (phase IN ('waiting', 'comparing', 'deciding')),
        total integer NOT NULL,
        done integer NOT NULL DEFAULT 0,
        phase_began_at timestamptz,
        report jsonb,
        message text,
        created_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz,
        PRIMARY KEY (workspace_id, id),
        CHECK ((status = 'running') = (ended_at IS NULL))
      );
      CREATE INDEX match_backtest_running ON match_backtest (workspace_id, id) WHERE status = 'running';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE match_backtest`);
  }
}
