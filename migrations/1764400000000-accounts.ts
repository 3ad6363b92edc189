import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Accounts1764400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [accounts, relations]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE profile_account, account_key, account_external_id, account_domain, account CASCADE`,
    );
  }
}

/** A domain or an external id belongs to one company. Names do not: sister companies share them. */
const accounts = `
  CREATE TABLE account (
    workspace_id uuid NOT NULL REFERENCES workspace,
    id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 500),
    named_by text NOT NULL CHECK (named_by IN ('domain', 'lead', 'person')),
    country text CHECK (country ~ '^[A-Z]{2}$'),
    parent_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, parent_id) REFERENCES account,
    CHECK (parent_id IS DISTINCT FROM id)
  );
  CREATE INDEX account_parent ON account (workspace_id, parent_id) WHERE parent_id IS NOT NULL;
  CREATE TABLE account_domain (
    workspace_id uuid NOT NULL,
    domain text NOT NULL,
    account_id uuid NOT NULL,
    PRIMARY KEY (workspace_id, domain),
    FOREIGN KEY (workspace_id, account_id) REFERENCES account ON DELETE CASCADE
  );
  CREATE INDEX account_domain_account ON account_domain (workspace_id, account_id);
  CREATE TABLE account_external_id (
    workspace_id uuid NOT NULL,
    namespace text NOT NULL,
    value text NOT NULL,
    account_id uuid NOT NULL,
    PRIMARY KEY (workspace_id, namespace, value),
    FOREIGN KEY (workspace_id, account_id) REFERENCES account ON DELETE CASCADE
  );
  CREATE INDEX account_external_id_account ON account_external_id (workspace_id, account_id);
  CREATE TABLE account_key (
    workspace_id uuid NOT NULL,
    hash bigint NOT NULL,
    account_id uuid NOT NULL,
    PRIMARY KEY (workspace_id, hash, account_id),
    FOREIGN KEY (workspace_id, account_id) REFERENCES account ON DELETE CASCADE
  );
  CREATE INDEX account_key_account ON account_key (workspace_id, account_id);
`;

/** Whose account a person's is and why, or why they have none. */
const relations = `
  CREATE TABLE profile_account (
    workspace_id uuid NOT NULL,
    profile_id uuid NOT NULL,
    account_id uuid,
    score real NOT NULL,
    source text NOT NULL CHECK (source IN
      ('email-domain', 'website', 'company-name', 'domain-name', 'new-account', 'person', 'none')),
    reason text,
    factors jsonb NOT NULL DEFAULT '[]',
    evidence text NOT NULL,
    decided_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, profile_id),
    FOREIGN KEY (workspace_id, profile_id) REFERENCES profile ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, account_id) REFERENCES account,
    CHECK (account_id IS NOT NULL OR source IN ('person', 'none')),
    CHECK ((source = 'none') = (reason IS NOT NULL))
  );
  CREATE INDEX profile_account_account ON profile_account (workspace_id, account_id, profile_id)
    WHERE account_id IS NOT NULL;
`;
