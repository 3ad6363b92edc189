import { isDeepStrictEqual } from 'node:util';
import { Logger } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import { LeadEventRepository, type LeadFact, type UnreadLead } from '../../src/leads/index.js';
import type { Onward } from '../../src/pipeline/onward.js';
import { Pipeline } from '../../src/pipeline/pipeline.js';
import { acquireLease, newId, rows, type Lease, type Sql } from '../../src/platform/database/index.js';
import { emptyProfile, fold } from '../../src/profiles/fold.js';
import { FieldLockRepository, Survivorship } from '../../src/profiles/survivorship/index.js';
import { defaultRules } from '../../src/profiles/survivorship/rules.js';
import { CandidatePairs } from '../../src/profiles/identity/candidate-pairs.js';
import { Components } from '../../src/profiles/identity/component.js';
import { IdentityDecisions } from '../../src/profiles/identity/identity-decisions.js';
import { IdentityEventRepository } from '../../src/profiles/identity/identity-event.repository.js';
import { IdentityHistory } from '../../src/profiles/identity/identity-history.js';
import { MatchEdgeRepository } from '../../src/profiles/identity/match-edge.repository.js';
import type { MatchEngine } from '../../src/profiles/identity/match-engine.js';
import { MatchKeyRepository } from '../../src/profiles/identity/match-key.repository.js';
import { MatchNodeRepository } from '../../src/profiles/identity/match-node.repository.js';
import { MatchReviewRepository } from '../../src/profiles/identity/match-review.repository.js';
import { Matcher } from '../../src/profiles/identity/matcher.js';
import { NodeFinder } from '../../src/profiles/identity/node-finder.js';
import { Regrouper } from '../../src/profiles/identity/regrouper.js';
import { ReviewKeeper } from '../../src/profiles/identity/review-keeper.js';
import { ProfileRepository } from '../../src/profiles/profile.repository.js';
import { ProfileService } from '../../src/profiles/profile.service.js';
import { openSchema } from './schema.js';
import { marketplaceLead } from './set-up.js';

export type Said = Readonly<Record<string, unknown>>;

export const KEY_ID = '01930000-0000-7000-8000-000000000001';

/** The pipeline on a schema of its own, without HTTP and without a queue, for specs of who becomes one person. */
export class IdentityStore {
  private constructor(
    readonly sql: Sql,
    readonly decisions: IdentityDecisions,
    readonly profiles: ProfileService,
    readonly events: LeadEventRepository,
    private readonly pipeline: Pipeline,
    readonly close: () => Promise<void>,
  ) {}

  static async open(engine: MatchEngine, fill?: (sql: Sql) => Promise<void>): Promise<IdentityStore> {
    Logger.overrideLogger(['warn', 'error']);
    const { sql, close } = await openSchema(fill);
    const [nodes, keys, edges] = [
      new MatchNodeRepository(),
      new MatchKeyRepository(),
      new MatchEdgeRepository(),
    ];
    const [stored, told] = [new ProfileRepository(), new IdentityEventRepository()];
    const events = new LeadEventRepository();
    const profiles = new ProfileService(
      stored,
      events,
      new Survivorship(stored, events, new FieldLockRepository()),
    );
    const pairs = new CandidatePairs(engine, keys, nodes, edges);
    const regrouper = new Regrouper(
      engine,
      new Components(engine, nodes, edges),
      nodes,
      edges,
      stored,
      new IdentityHistory(engine, told),
      new ReviewKeeper(engine, new MatchReviewRepository()),
    );
    const finder = new NodeFinder(nodes, edges);
    const matcher = new Matcher(engine, finder, pairs, regrouper, nodes, keys);
    const onward = { pass: () => Promise.resolve() } as unknown as Onward;
    const decisions = new IdentityDecisions(nodes, edges, pairs, regrouper, told);
    const pipeline = new Pipeline(oneConnection(sql), events, matcher, profiles, onward);
    return new IdentityStore(sql, decisions, profiles, events, pipeline, close);
  }

  /** Where all leads come from the marketplace. */
  workspace(): Promise<StoredWorkspace> {
    return this.made('marketplace', {}, bodyOf);
  }

  /** Where all leads come from a partner, with these attributes as ids of people. */
  partnerWorkspace(identities: Readonly<Record<string, string>>): Promise<StoredWorkspace> {
    return this.made('partner', { identities }, partnerBodyOf);
  }

  private async made(type: string, config: Said, write: (said: Said) => Buffer): Promise<StoredWorkspace> {
    const [id, sourceId] = [newId(), newId()];
    await this.sql.query(`INSERT INTO workspace (id, name) VALUES ($1, $2)`, [id, id]);
    await this.sql.query(
      `INSERT INTO source (workspace_id, id, type, name, config) VALUES ($1, $2, $3, $3, $4)`,
      [id, sourceId, type, JSON.stringify(config)],
    );
    return new StoredWorkspace(this, this.pipeline, id, sourceId, write);
  }

  known(id: string, sourceId: string): StoredWorkspace {
    return new StoredWorkspace(this, this.pipeline, id, sourceId, bodyOf);
  }
}

export class StoredWorkspace {
  private received = 0;

  constructor(
    private readonly store: IdentityStore,
    private readonly pipeline: Pipeline,
    readonly id: string,
    private readonly sourceId: string,
    private readonly write: (said: Said) => Buffer,
  ) {}

  get sql(): Sql {
    return this.store.sql;
  }

  /** Takes leads all the way as one batch; answers their ids. */
  async arrive(people: readonly Said[]): Promise<string[]> {
    const ids: string[] = [];
    for (const said of people) {
      const id = newId();
      this.received += 1;
      await this.sql.query(
        `INSERT INTO lead_event (workspace_id, id, source_id, received_at, content_type, body)
         VALUES ($1, $2, $3, to_timestamp($4), 'application/json', $5)`,
        [this.id, id, this.sourceId, this.received * 3_600, this.write(said)],
      );
      ids.push(id);
    }
    await this.pipeline.advance(this.id, await this.lease());
    return ids;
  }

  /** Matches anew what an older version made; answers how many nodes that were. */
  async renew(): Promise<number> {
    return this.pipeline.renew(this.id, await this.lease(), 100);
  }

  /** Has what comes from now on, and what is read again, read with these attributes as ids of people. */
  async nameIdentities(identities: Readonly<Record<string, string>>): Promise<void> {
    await this.sql.query(`UPDATE source SET config = $2 WHERE workspace_id = $1`, [
      this.id,
      JSON.stringify({ identities }),
    ]);
  }

  /** Reads leads again, as one batch, as if their reader had got these words out of them. */
  async readAgain(said: ReadonlyMap<string, Said>): Promise<void> {
    const leads = await rows<UnreadLead>(
      this.sql,
      `SELECT e.id, e.source_id AS "sourceId", s.type AS "sourceType", s.config AS "sourceConfig",
         false AS quarantined, e.received_at AS "receivedAt", e.content_type AS "contentType",
         sha256(e.body) AS "bodyHash", e.node_id AS "nodeId", e.profile_id AS "profileId"
       FROM lead_event e JOIN source s ON (s.workspace_id, s.id) = (e.workspace_id, e.source_id)
       WHERE e.workspace_id = $1 AND e.id = ANY($2::uuid[]) ORDER BY e.id`,
      [this.id, [...said.keys()]],
    );
    const again = leads.map((lead) => ({ ...lead, body: this.write(said.get(lead.id) ?? {}) }));
    await this.inTransaction(() => this.pipeline.again(this.sql as EntityManager, this.id, again));
  }

  async merge(...leads: readonly string[]): Promise<void> {
    const owners = await this.store.events.ownersOf(this.sql, this.id, leads);
    await this.inTransaction(async () => {
      const { founded, regrouped, redirects } = await this.store.decisions.merge(
        this.sql,
        this.id,
        owners,
        KEY_ID,
      );
      await this.store.profiles.make(this.sql, this.id, founded);
      await this.store.profiles.refold(this.sql, this.id, [...new Set([...regrouped, ...owners])], redirects);
    });
  }

  async split(...leads: readonly string[]): Promise<void> {
    const [owner = ''] = await this.store.events.ownersOf(this.sql, this.id, leads);
    const homes = await this.store.events.homesOf(this.sql, this.id, owner);
    const taken = homes.filter(({ eventId }) => leads.includes(eventId));
    await this.inTransaction(async () => {
      const { moves, ...parted } = await this.store.decisions.split(this.sql, this.id, owner, taken, KEY_ID);
      await this.store.profiles.make(this.sql, this.id, parted.founded);
      await this.store.events.move(this.sql, this.id, moves);
      const touched = [...new Set([...parted.regrouped, owner, ...parted.owners.values()])];
      await this.store.profiles.refold(this.sql, this.id, touched, parted.redirects);
    });
  }

  /** The leads of each person, by the order in which they are named here. */
  async partition(leads: readonly string[]): Promise<number[][]> {
    const owners = await this.owners();
    const groups = new Map<string, number[]>();
    leads.forEach((lead, index) => {
      const owner = owners.get(lead) ?? 'nobody';
      groups.set(owner, [...(groups.get(owner) ?? []), index]);
    });
    return [...groups.values()].toSorted(([a = 0], [b = 0]) => a - b);
  }

  async owners(): Promise<ReadonlyMap<string, string>> {
    const found = await rows<{ id: string; owner: string }>(
      this.sql,
      `SELECT id, profile_id AS owner FROM lead_event WHERE workspace_id = $1 AND profile_id IS NOT NULL`,
      [this.id],
    );
    return new Map(found.map(({ id, owner }) => [id, owner]));
  }

  /** Profiles as stored, without what only counts changes. */
  async people(): Promise<unknown[]> {
    return rows(
      this.sql,
      `SELECT id, fields, stage, event_count, merged_into, first_seen_at, last_seen_at FROM profile
       WHERE workspace_id = $1 ORDER BY id`,
      [this.id],
    );
  }

  /** What does not hold although it must at any time. */
  async broken(): Promise<unknown[]> {
    const { sql, id } = this;
    const broken = await rows(
      sql,
      `SELECT 'redirect of two steps' AS what, p.id FROM profile p JOIN profile q ON q.id = p.merged_into
       WHERE p.workspace_id = $1 AND q.merged_into IS NOT NULL
       UNION ALL
       SELECT 'lead of a merged profile', e.id FROM lead_event e JOIN profile p ON p.id = e.profile_id
       WHERE e.workspace_id = $1 AND p.merged_into IS NOT NULL
       UNION ALL
       SELECT 'lead of nobody', id FROM lead_event
       WHERE workspace_id = $1 AND status IN ('parsed', 'duplicate') AND (node_id IS NULL OR profile_id IS NULL)
       UNION ALL
       SELECT 'one person who is two', a.node_a FROM match_assertion a
       JOIN match_node x ON x.id = a.node_a JOIN match_node y ON y.id = a.node_b
       WHERE a.workspace_id = $1 AND a.verdict = 'distinct' AND x.profile_id = y.profile_id
       UNION ALL
       SELECT 'profile without a founder', n.profile_id FROM match_node n
       WHERE n.workspace_id = $1 AND NOT EXISTS (
         SELECT FROM profile p JOIN match_node f ON f.id = p.founder_node_id
         WHERE p.id = n.profile_id AND f.profile_id = p.id)
       UNION ALL
       SELECT 'node without a lead', n.id FROM match_node n
       WHERE n.workspace_id = $1 AND NOT EXISTS (SELECT FROM lead_event e WHERE e.node_id = n.id)`,
      [id],
    );
    return [...broken, ...(await this.strayFolds())];
  }

  /** Profiles that are not what their leads say. */
  private async strayFolds(): Promise<unknown[]> {
    const profiles = await rows<{ id: string; fields: unknown; eventCount: number }>(
      this.sql,
      `SELECT id, fields, event_count AS "eventCount" FROM profile WHERE workspace_id = $1 ORDER BY id`,
      [this.id],
    );
    const facts: LeadFact[] = await this.store.events.factsOf(
      this.sql,
      this.id,
      profiles.map((profile) => profile.id),
    );
    return profiles.filter((profile) => {
      const own = facts.filter(({ profileId }) => profileId === profile.id);
      const { fields, eventCount } = fold(emptyProfile(profile.id), own, defaultRules);
      return !isDeepStrictEqual({ id: profile.id, fields, eventCount }, profile);
    });
  }

  private async lease(): Promise<Lease> {
    const lease = await acquireLease(this.sql, `matcher:${newId()}`, 'spec');
    if (!lease) throw new Error('The lease was not given.');
    return lease;
  }

  private async inTransaction(work: () => Promise<void>): Promise<void> {
    await oneConnection(this.sql).transaction(work);
  }
}

function oneConnection(sql: Sql): DataSource {
  const transaction = async (work: (manager: EntityManager) => Promise<unknown>) => {
    await sql.query('BEGIN');
    try {
      const result = await work(sql as EntityManager);
      await sql.query('COMMIT');
      return result;
    } catch (error) {
      await sql.query('ROLLBACK');
      throw error;
    }
  };
  return { manager: sql, query: sql.query, transaction } as unknown as DataSource;
}

/** `Action` is the action code of the lead; all else is of the person. */
function bodyOf({ Action = 'INS', ...said }: Said): Buffer {
  const lead = { LeadSource: `AzureMarketplace-${String(Action)}|contoso.crm`, ActionCode: Action };
  return Buffer.from(JSON.stringify(marketplaceLead(lead, said)));
}

/** All but what is said of a person in the marketplace is an attribute. */
function partnerBodyOf({ FirstName, LastName, Email, Phone, Company, Title, ...attributes }: Said): Buffer {
  const person = {
    firstName: FirstName,
    lastName: LastName,
    email: Email,
    phone: Phone,
    company: Company,
    title: Title,
  };
  return Buffer.from(JSON.stringify({ ...person, attributes }));
}
