import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AccountGroups1765200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [changes, bonds, groups]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE account_group_member, account_grouping, account_bond`);
    await runner.query(`ALTER TABLE account DROP COLUMN regroup`);
  }
}

/** What changed since the groups were last made: at first all. */
const changes = `
  ALTER TABLE account ADD COLUMN regroup boolean NOT NULL DEFAULT true;
  CREATE INDEX account_regroup ON account (workspace_id, id) WHERE regroup;
`;

/** What an account is called and what its domains have in common with others, as it is compared. */
const bonds = `
  CREATE TABLE account_bond (
    workspace_id uuid NOT NULL,
    key text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('name', 'domain-family')),
    account_id uuid NOT NULL,
    PRIMARY KEY (workspace_id, key, kind, account_id),
    FOREIGN KEY (workspace_id, account_id) REFERENCES account ON DELETE CASCADE
  );
  CREATE INDEX account_bond_account ON account_bond (workspace_id, account_id);
`;

/**
 * Groups are made anew beside those that are shown, and shown when all of them are made. The generation comes last
 * in each key: of a new one the planner thinks that it has few rows, and would read all of them for one account.
 */
const groups = `
  CREATE TABLE account_grouping (
    workspace_id uuid PRIMARY KEY REFERENCES workspace,
    generation integer NOT NULL,
    started_at timestamptz NOT NULL,
    shown integer,
    metrics jsonb,
    rest_until timestamptz NOT NULL DEFAULT now(),
    CHECK ((shown IS NULL) = (metrics IS NULL)),
    CHECK (shown <= generation)
  );
  CREATE TABLE account_group_member (
    workspace_id uuid NOT NULL,
    generation integer NOT NULL,
    account_id uuid NOT NULL,
    group_id uuid NOT NULL,
    size smallint NOT NULL CHECK (size BETWEEN 1 AND 30),
    reach smallint NOT NULL CHECK (reach BETWEEN 0 AND 3),
    PRIMARY KEY (workspace_id, account_id, generation),
    FOREIGN KEY (workspace_id, account_id) REFERENCES account ON DELETE CASCADE
  );
  CREATE INDEX account_group_member_group ON account_group_member (workspace_id, group_id, generation);
  CREATE INDEX account_group_of_several ON account_group_member (workspace_id, group_id, generation)
    WHERE account_id = group_id AND size > 1;
  CREATE INDEX account_group_left_out ON account_group_member (workspace_id, group_id, generation)
    WHERE account_id = group_id AND reach < 3;
`;
