import { LeadEventRepository } from '../../../src/leads/index.js';
import {
  acquireLease,
  fence,
  newId,
  releaseLease,
  type OpenDatabase,
} from '../../../src/platform/database/index.js';
import { CandidatePairs } from '../../../src/profiles/identity/candidate-pairs.js';
import { Components } from '../../../src/profiles/identity/component.js';
import { IdentityEventRepository } from '../../../src/profiles/identity/identity-event.repository.js';
import { IdentityHistory } from '../../../src/profiles/identity/identity-history.js';
import { MatchEdgeRepository } from '../../../src/profiles/identity/match-edge.repository.js';
import { MatchEngine } from '../../../src/profiles/identity/match-engine.js';
import { MatchKeyRepository } from '../../../src/profiles/identity/match-key.repository.js';
import { MatchNodeRepository } from '../../../src/profiles/identity/match-node.repository.js';
import { MatchReviewRepository } from '../../../src/profiles/identity/match-review.repository.js';
import { Matcher } from '../../../src/profiles/identity/matcher.js';
import { NodeFinder } from '../../../src/profiles/identity/node-finder.js';
import { Regrouper } from '../../../src/profiles/identity/regrouper.js';
import { ReviewKeeper } from '../../../src/profiles/identity/review-keeper.js';
import {
  FieldLockRepository,
  ProfileRepository,
  ProfileService,
  Survivorship,
} from '../../../src/profiles/index.js';
import { standardGuards, standardModel, type PreparedNode } from '../../../src/profiles/matching/index.js';
import type { NumberedLead } from './arriving-lead.js';

class CountingEngine extends MatchEngine {
  compared = 0;

  override edge(one: PreparedNode, other: PreparedNode) {
    this.compared += 1;
    return super.edge(one, other);
  }
}

/**
 * Matching as it is done for leads that were read: nodes found, candidates scored, people clustered anew, reviews,
 * history, redirects and profiles kept, in one transaction a batch under the lease.
 */
export class WholeMatcher {
  private readonly engine = new CountingEngine(standardModel, standardGuards);
  private readonly matcher: Matcher;
  private readonly profiles: ProfileService;

  constructor(
    private readonly database: OpenDatabase,
    private readonly workspaceId: string,
  ) {
    const { engine } = this;
    const [nodes, keys, edges] = [
      new MatchNodeRepository(),
      new MatchKeyRepository(),
      new MatchEdgeRepository(),
    ];
    const [stored, events] = [new ProfileRepository(), new LeadEventRepository()];
    const regrouper = new Regrouper(
      engine,
      new Components(engine, nodes, edges),
      nodes,
      edges,
      stored,
      new IdentityHistory(engine, new IdentityEventRepository()),
      new ReviewKeeper(engine, new MatchReviewRepository()),
    );
    const pairs = new CandidatePairs(engine, keys, nodes, edges);
    this.matcher = new Matcher(engine, new NodeFinder(nodes, edges), pairs, regrouper, nodes, keys);
    this.profiles = new ProfileService(
      stored,
      events,
      new Survivorship(stored, events, new FieldLockRepository()),
    );
  }

  get candidates(): number {
    return this.engine.compared;
  }

  async take(leads: readonly NumberedLead[]): Promise<void> {
    const { dataSource } = this.database;
    const lease = await acquireLease(dataSource.manager, `matcher:${this.workspaceId}`, 'bench');
    if (!lease) throw new Error('Another process matches in the database of the measurement.');
    await dataSource.transaction(async (manager) => {
      await fence(manager, lease);
      const { founded, regrouped, redirects } = await this.matcher.place(manager, this.workspaceId, {
        arrivals: leads.map(({ stated }) => ({
          eventId: newId(),
          person: stated,
          identities: [],
          doNotContact: false,
          formerNodeId: null,
        })),
        followers: [],
        departures: [],
      });
      await this.profiles.make(manager, this.workspaceId, founded);
      await this.profiles.refold(manager, this.workspaceId, regrouped, redirects);
    });
    await releaseLease(dataSource.manager, lease);
  }
}
