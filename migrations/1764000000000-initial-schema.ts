import type { MigrationInterface, QueryRunner } from 'typeorm';

export class InitialSchema1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [platform, access, sources, profiles, ledger, destinations, delivery]) {
      await runner.query(statement);
    }
  }

  async down(): Promise<void> {
    throw new Error('The first schema has nothing before it. Drop the database instead.');
  }
}

/** UUIDv7 (RFC 9562) for rows that are made by INSERT … SELECT; elsewhere the program makes the id. */
const platform = `
  CREATE FUNCTION new_id() RETURNS uuid LANGUAGE sql VOLATILE AS $$
    SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
      PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
      52, 1), 53, 1), 'hex')::uuid
  $$;
  CREATE TABLE lease (
    name text PRIMARY KEY,
    token uuid NOT NULL,
    holder text NOT NULL,
    expires_at timestamptz NOT NULL
  );
  CREATE TABLE schedule (
    kind text NOT NULL,
    subject_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    cron text NOT NULL,
    time_zone text NOT NULL,
    next_due_at timestamptz NOT NULL,
    last_due_at timestamptz,
    PRIMARY KEY (kind, subject_id)
  );
  CREATE INDEX schedule_due ON schedule (next_due_at);
`;

const access = `
  CREATE TABLE workspace (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200),
    settings jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE api_key (
    workspace_id uuid NOT NULL REFERENCES workspace,
    id uuid NOT NULL,
    name text NOT NULL,
    role text NOT NULL CHECK (role IN ('viewer', 'operator', 'marketer', 'admin')),
    instance_admin boolean NOT NULL DEFAULT false,
    key_hash bytea NOT NULL UNIQUE,
    enabled boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, name)
  );
  CREATE TABLE audit_entry (
    workspace_id uuid NOT NULL REFERENCES workspace,
    id uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    request_id text NOT NULL,
    key_id uuid NOT NULL,
    key_name text NOT NULL,
    action text NOT NULL,
    path text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('allowed', 'denied')),
    status integer,
    changed_fields text[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (workspace_id, id)
  );
`;

const sources = `
  CREATE TABLE source (
    workspace_id uuid NOT NULL REFERENCES workspace,
    id uuid NOT NULL,
    type text NOT NULL,
    name text NOT NULL,
    config jsonb NOT NULL DEFAULT '{}',
    enabled boolean NOT NULL DEFAULT true,
    quarantined boolean NOT NULL DEFAULT false,
    validated_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    PRIMARY KEY (workspace_id, id)
  );
  CREATE UNIQUE INDEX source_name ON source (workspace_id, name) WHERE deleted_at IS NULL;
  CREATE TABLE source_secret (
    workspace_id uuid NOT NULL,
    source_id uuid NOT NULL,
    slot text NOT NULL CHECK (slot IN ('current', 'previous')),
    secret_hash bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, source_id, slot),
    FOREIGN KEY (workspace_id, source_id) REFERENCES source
  );
`;

const profiles = `
  CREATE TABLE profile (
    workspace_id uuid NOT NULL REFERENCES workspace,
    id uuid NOT NULL,
    version integer NOT NULL,
    fields jsonb NOT NULL,
    stage text,
    do_not_contact boolean NOT NULL,
    event_count integer NOT NULL,
    first_seen_at timestamptz,
    last_seen_at timestamptz,
    merged_into uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, merged_into) REFERENCES profile,
    CHECK (merged_into IS DISTINCT FROM id),
    CHECK (merged_into IS NULL OR event_count = 0)
  );
  CREATE INDEX profile_merged ON profile (workspace_id, merged_into) WHERE merged_into IS NOT NULL;
  CREATE TABLE identity (
    workspace_id uuid NOT NULL,
    namespace text NOT NULL,
    value text NOT NULL,
    profile_id uuid NOT NULL,
    PRIMARY KEY (workspace_id, namespace, value, profile_id),
    FOREIGN KEY (workspace_id, profile_id) REFERENCES profile ON DELETE CASCADE
  );
  CREATE INDEX identity_profile ON identity (workspace_id, profile_id);
`;

/** The body is what was received, for ever: only an erasure may empty it, and then it stays empty. */
const ledger = `
  CREATE TABLE lead_event (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    source_id uuid NOT NULL,
    received_at timestamptz NOT NULL,
    content_type text,
    body bytea,
    erased_at timestamptz,
    status text NOT NULL DEFAULT 'received'
      CHECK (status IN ('received', 'parsed', 'unreadable', 'duplicate', 'test', 'quarantined')),
    read_at timestamptz,
    body_hash bytea,
    external_id text,
    duplicate_of uuid,
    lead_source jsonb,
    stage text,
    person jsonb,
    email_key text,
    campaign jsonb,
    description text,
    warnings jsonb,
    profile_id uuid,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, duplicate_of) REFERENCES lead_event,
    FOREIGN KEY (workspace_id, profile_id) REFERENCES profile,
    CHECK ((body IS NULL) = (erased_at IS NOT NULL)),
    CHECK ((profile_id IS NOT NULL) = (status IN ('parsed', 'duplicate'))),
    CHECK ((duplicate_of IS NOT NULL) = (status = 'duplicate'))
  );
  CREATE INDEX lead_event_unread ON lead_event (workspace_id, id) WHERE status = 'received';
  CREATE INDEX lead_event_source ON lead_event (workspace_id, source_id, id);
  CREATE INDEX lead_event_profile ON lead_event (workspace_id, profile_id, id) WHERE profile_id IS NOT NULL;
  CREATE INDEX lead_event_email ON lead_event (workspace_id, email_key, id) WHERE email_key IS NOT NULL;
  CREATE INDEX lead_event_external ON lead_event (workspace_id, external_id) WHERE external_id IS NOT NULL;
  CREATE INDEX lead_event_repeat ON lead_event (workspace_id, source_id, body_hash, received_at)
    WHERE status = 'parsed';

  CREATE FUNCTION lead_event_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'lead event % was received as it is and cannot be changed', OLD.id;
  END $$;
  CREATE TRIGGER lead_event_immutable BEFORE UPDATE ON lead_event FOR EACH ROW
    WHEN (
      (OLD.workspace_id, OLD.id, OLD.source_id, OLD.received_at)
        IS DISTINCT FROM (NEW.workspace_id, NEW.id, NEW.source_id, NEW.received_at)
      OR (OLD.body IS DISTINCT FROM NEW.body AND NEW.body IS NOT NULL)
      OR (OLD.content_type IS DISTINCT FROM NEW.content_type AND NEW.erased_at IS NULL)
    )
    EXECUTE FUNCTION lead_event_is_immutable();

  CREATE TABLE replay (
    workspace_id uuid NOT NULL REFERENCES workspace,
    id uuid NOT NULL,
    filter jsonb NOT NULL,
    status text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'done')),
    total integer NOT NULL,
    done integer NOT NULL DEFAULT 0,
    last_event_id uuid,
    until timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    PRIMARY KEY (workspace_id, id)
  );
  CREATE INDEX replay_running ON replay (workspace_id, id) WHERE status = 'running';
`;

const destinations = `
  CREATE TABLE remote_organisation (
    key text PRIMARY KEY,
    name text NOT NULL,
    calls_limit integer,
    calls_used integer,
    reported_at timestamptz,
    calls_saved double precision NOT NULL,
    saved_at timestamptz NOT NULL
  );
  CREATE TABLE pause (
    subject text PRIMARY KEY,
    until timestamptz NOT NULL,
    reason text NOT NULL,
    failures integer NOT NULL
  );
  CREATE TABLE destination (
    workspace_id uuid NOT NULL REFERENCES workspace,
    id uuid NOT NULL,
    type text NOT NULL,
    name text NOT NULL,
    config jsonb NOT NULL,
    credentials text NOT NULL,
    credential_names text[] NOT NULL,
    enabled boolean NOT NULL DEFAULT true,
    organisation_key text REFERENCES remote_organisation,
    state text NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'needs-sign-in')),
    state_message text,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, name)
  );
  CREATE TABLE sync (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    destination_id uuid NOT NULL,
    name text NOT NULL,
    object text NOT NULL,
    filter jsonb,
    mapping jsonb,
    on_exit text NOT NULL DEFAULT 'keep' CHECK (on_exit IN ('keep', 'remove')),
    schedule jsonb NOT NULL,
    backfill text NOT NULL CHECK (backfill IN ('all', 'new-only')),
    backfill_state text NOT NULL CHECK (backfill_state IN ('waiting', 'running', 'done')),
    backfill_cursor uuid,
    enabled boolean NOT NULL DEFAULT false,
    version integer NOT NULL DEFAULT 1,
    interval_seconds double precision NOT NULL DEFAULT 1,
    next_send_at timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, name),
    FOREIGN KEY (workspace_id, destination_id) REFERENCES destination
  );
  CREATE INDEX sync_destination ON sync (workspace_id, destination_id);
`;

const delivery = `
  CREATE TABLE remote_record (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    destination_id uuid NOT NULL,
    object text NOT NULL,
    key text NOT NULL,
    remote_id text,
    owner_profile_id uuid NOT NULL,
    origin text CHECK (origin IN ('created', 'adopted')),
    written jsonb NOT NULL DEFAULT '{}',
    writing jsonb,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, destination_id, object, key),
    UNIQUE (workspace_id, destination_id, object, remote_id),
    FOREIGN KEY (workspace_id, destination_id) REFERENCES destination ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, owner_profile_id) REFERENCES profile,
    CHECK ((remote_id IS NULL) = (origin IS NULL))
  );
  CREATE INDEX remote_record_owner ON remote_record (workspace_id, owner_profile_id, destination_id, object);

  CREATE TABLE run (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    sync_id uuid NOT NULL,
    trigger text NOT NULL CHECK (trigger IN ('continuous', 'schedule', 'manual', 'retry')),
    status text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'done', 'failed', 'paused')),
    message text,
    started_at timestamptz NOT NULL DEFAULT now(),
    covers_until timestamptz NOT NULL,
    ended_at timestamptz,
    created integer NOT NULL DEFAULT 0,
    updated integer NOT NULL DEFAULT 0,
    removed integer NOT NULL DEFAULT 0,
    unchanged integer NOT NULL DEFAULT 0,
    held integer NOT NULL DEFAULT 0,
    rejected integer NOT NULL DEFAULT 0,
    waiting integer NOT NULL DEFAULT 0,
    accepted integer NOT NULL DEFAULT 0,
    unknown integer NOT NULL DEFAULT 0,
    api_calls integer NOT NULL DEFAULT 0,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, sync_id) REFERENCES sync ON DELETE CASCADE
  );
  CREATE INDEX run_sync ON run (workspace_id, sync_id, id);
  CREATE UNIQUE INDEX run_open ON run (workspace_id, sync_id) WHERE ended_at IS NULL;

  CREATE TABLE delivery (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    sync_id uuid NOT NULL,
    profile_id uuid NOT NULL,
    remote_record_id uuid,
    presence text NOT NULL DEFAULT 'present' CHECK (presence IN ('present', 'absent')),
    status text NOT NULL DEFAULT 'due' CHECK (status IN
      ('due', 'sending', 'delivered', 'waiting', 'accepted', 'unknown', 'rejected', 'held', 'removed')),
    backfill boolean NOT NULL DEFAULT false,
    wanted_version integer NOT NULL,
    sending_version integer,
    sync_version integer NOT NULL DEFAULT 0,
    accepted_hash bytea,
    attempt integer NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL DEFAULT now(),
    lease_token uuid,
    lease_until timestamptz,
    hold_code text,
    hold_message text,
    error jsonb,
    delivered_at timestamptz,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, sync_id, profile_id),
    FOREIGN KEY (workspace_id, sync_id) REFERENCES sync ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, profile_id) REFERENCES profile,
    FOREIGN KEY (workspace_id, remote_record_id) REFERENCES remote_record ON DELETE SET NULL (remote_record_id),
    CHECK ((status = 'sending') = (lease_token IS NOT NULL)),
    CHECK ((status = 'held') = (hold_code IS NOT NULL)),
    CHECK (status <> 'rejected' OR error IS NOT NULL)
  );
  CREATE INDEX delivery_claim ON delivery (workspace_id, sync_id, backfill, due_at)
    WHERE status IN ('due', 'waiting', 'unknown');
  CREATE INDEX delivery_retry ON delivery (workspace_id, sync_id, due_at) WHERE status IN ('waiting', 'unknown');
  CREATE INDEX delivery_outdated ON delivery (workspace_id, sync_id, sync_version)
    WHERE status IN ('delivered', 'held', 'rejected');
  CREATE INDEX delivery_sending ON delivery (lease_until) WHERE status = 'sending';
  CREATE INDEX delivery_status ON delivery (workspace_id, sync_id, status, id);
  CREATE INDEX delivery_profile ON delivery (workspace_id, profile_id);
  CREATE INDEX delivery_remote ON delivery (workspace_id, remote_record_id);

  CREATE TABLE delivery_log (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    delivery_id uuid NOT NULL,
    run_id uuid NOT NULL,
    profile_id uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    outcome text NOT NULL,
    remote_id text,
    code text,
    message text,
    fields text[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, delivery_id) REFERENCES delivery ON DELETE CASCADE
  );
  CREATE INDEX delivery_log_delivery ON delivery_log (workspace_id, delivery_id);
  CREATE INDEX delivery_log_profile ON delivery_log (workspace_id, profile_id, id);
`;
