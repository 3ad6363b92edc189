import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Identity1764500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [nodes, matching, decisions, existingLeads, constraints]) {
      await runner.query(statement);
    }
  }

  async down(): Promise<void> {
    throw new Error('People were matched by more than their e-mail address since. Restore a backup instead.');
  }
}

/**
 * A node stands for all leads that say the same of their person, in comparable form. A profile is founded by the
 * node of its first lead, and goes wherever that node goes: that makes its id a function of who is one person.
 * Keys have no reference to their node, since they follow from what it says.
 */
const nodes = `
  CREATE TABLE match_node (
    workspace_id uuid NOT NULL REFERENCES workspace,
    id uuid NOT NULL,
    signature bytea NOT NULL,
    variant integer NOT NULL DEFAULT 0,
    person jsonb NOT NULL,
    identities jsonb NOT NULL DEFAULT '[]',
    normaliser_version integer NOT NULL,
    profile_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, signature, variant),
    UNIQUE (workspace_id, id, profile_id),
    FOREIGN KEY (workspace_id, profile_id) REFERENCES profile DEFERRABLE INITIALLY DEFERRED
  );
  CREATE INDEX match_node_profile ON match_node (workspace_id, profile_id);
  CREATE INDEX match_node_version ON match_node (workspace_id, normaliser_version);
  ALTER TABLE profile ADD COLUMN founder_node_id uuid;
  CREATE INDEX profile_founder ON profile (workspace_id, founder_node_id) WHERE founder_node_id IS NOT NULL;
  ALTER TABLE lead_event ADD COLUMN node_id uuid;
`;

const matching = `
  CREATE TABLE match_key (
    workspace_id uuid NOT NULL,
    key bigint NOT NULL,
    node_id uuid NOT NULL,
    PRIMARY KEY (workspace_id, key, node_id)
  );
  CREATE TABLE match_retired_key (
    workspace_id uuid NOT NULL REFERENCES workspace,
    key bigint NOT NULL,
    retired_at timestamptz NOT NULL DEFAULT now(),
    skipped bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (workspace_id, key)
  );
  CREATE TABLE match_edge (
    workspace_id uuid NOT NULL,
    node_a uuid NOT NULL,
    node_b uuid NOT NULL,
    weight double precision NOT NULL,
    probability double precision NOT NULL CHECK (probability BETWEEN 0 AND 1),
    levels bytea NOT NULL,
    model_version text NOT NULL,
    PRIMARY KEY (workspace_id, node_a, node_b),
    FOREIGN KEY (workspace_id, node_a) REFERENCES match_node ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, node_b) REFERENCES match_node ON DELETE CASCADE,
    CHECK (node_a < node_b)
  );
  CREATE INDEX match_edge_b ON match_edge (workspace_id, node_b);
`;

/** What was decided, by people and by the matcher. An identity event is never changed. */
const decisions = `
  CREATE TABLE match_assertion (
    workspace_id uuid NOT NULL,
    node_a uuid NOT NULL,
    node_b uuid NOT NULL,
    verdict text NOT NULL CHECK (verdict IN ('same', 'distinct')),
    decided_by uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, node_a, node_b),
    FOREIGN KEY (workspace_id, node_a) REFERENCES match_node ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, node_b) REFERENCES match_node ON DELETE CASCADE,
    CHECK (node_a < node_b)
  );
  CREATE INDEX match_assertion_b ON match_assertion (workspace_id, node_b);

  CREATE TABLE match_review (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    node_a uuid NOT NULL,
    node_b uuid NOT NULL,
    probability double precision NOT NULL,
    reason text NOT NULL,
    guard text,
    model_version text NOT NULL,
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'merge', 'distinct', 'obsolete')),
    opened_at timestamptz NOT NULL DEFAULT now(),
    decided_at timestamptz,
    decided_by uuid,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, node_a) REFERENCES match_node ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, node_b) REFERENCES match_node ON DELETE CASCADE,
    CHECK (node_a < node_b),
    CHECK ((status = 'open') = (decided_at IS NULL))
  );
  CREATE UNIQUE INDEX match_review_open ON match_review (workspace_id, node_a, node_b) WHERE status = 'open';
  CREATE INDEX match_review_b ON match_review (workspace_id, node_b);
  CREATE INDEX match_review_status ON match_review (workspace_id, status, id);

  CREATE TABLE identity_event (
    workspace_id uuid NOT NULL REFERENCES workspace,
    id uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    kind text NOT NULL CHECK (kind IN ('matched', 'merged', 'split', 'asserted-distinct')),
    profile_id uuid NOT NULL,
    other_profile_id uuid,
    probability double precision,
    evidence jsonb,
    model_version text,
    decided_by uuid,
    summary text NOT NULL,
    PRIMARY KEY (workspace_id, id)
  );
  CREATE INDEX identity_event_profile ON identity_event (workspace_id, profile_id, id);
  CREATE INDEX identity_event_other ON identity_event (workspace_id, other_profile_id, id)
    WHERE other_profile_id IS NOT NULL;
  CREATE FUNCTION identity_event_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'identity event % is history and cannot be changed', OLD.id;
  END $$;
  CREATE TRIGGER identity_event_immutable BEFORE UPDATE OR DELETE ON identity_event FOR EACH ROW
    EXECUTE FUNCTION identity_event_is_immutable();
`;

const nothingSaid = {
  firstName: null,
  lastName: null,
  email: null,
  phone: null,
  country: null,
  company: null,
  website: null,
  title: null,
};

/**
 * Until now one e-mail address was one person. Each person becomes one node that says nothing, under version 0 of
 * the normaliser, so that the service takes its leads anew, like those of any node that an older version made.
 */
const existingLeads = `
  UPDATE lead_event e SET profile_id = p.merged_into FROM profile p
  WHERE (p.workspace_id, p.id) = (e.workspace_id, e.profile_id) AND p.merged_into IS NOT NULL;
  INSERT INTO match_node (workspace_id, id, signature, person, normaliser_version, profile_id)
  SELECT p.workspace_id, p.id, sha256(uuid_send(p.id)), '${JSON.stringify(nothingSaid)}', 0, p.id FROM profile p
  WHERE EXISTS (SELECT FROM lead_event e WHERE (e.workspace_id, e.profile_id) = (p.workspace_id, p.id));
  UPDATE profile p SET founder_node_id = n.id FROM match_node n
  WHERE (n.workspace_id, n.id) = (p.workspace_id, coalesce(p.merged_into, p.id));
  UPDATE lead_event SET node_id = profile_id WHERE profile_id IS NOT NULL;
  SET CONSTRAINTS ALL IMMEDIATE;
`;

/** No lead is in two profiles or in none, and moving a node moves its leads: the key sees to both. */
const constraints = `
  ALTER TABLE lead_event
    ADD CHECK ((node_id IS NULL) = (profile_id IS NULL)),
    ADD FOREIGN KEY (workspace_id, node_id, profile_id) REFERENCES match_node (workspace_id, id, profile_id)
      ON UPDATE CASCADE;
  CREATE INDEX lead_event_node ON lead_event (workspace_id, node_id) WHERE node_id IS NOT NULL;
  CREATE INDEX lead_event_repeats ON lead_event (workspace_id, duplicate_of) WHERE duplicate_of IS NOT NULL;
  ALTER TABLE remote_record ADD COLUMN corrected_at timestamptz;
  ALTER TABLE profile ADD FOREIGN KEY (workspace_id, founder_node_id) REFERENCES match_node
    DEFERRABLE INITIALLY DEFERRED;
`;
