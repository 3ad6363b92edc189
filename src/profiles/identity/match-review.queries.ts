import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { conflict, notFound, pageOf, type Page, type PageQuery } from '../../platform/api/index.js';
import { row, rows, type Sql } from '../../platform/database/index.js';
import { ProfileQueries } from '../profile.queries.js';
import { MatchEngine } from './match-engine.js';
import { MatchNodeRepository } from './match-node.repository.js';
import type { MatchReviewStatus, ShownMatchReview } from './match-review.dto.js';

interface StoredReview extends Omit<ShownMatchReview, 'people' | 'evidence' | 'suggestion'> {
  readonly nodeA: string;
  readonly nodeB: string;
  readonly profileA: string;
  readonly profileB: string;
}

const REVIEW = `
  SELECT r.id, r.status, r.probability, r.reason, r.guard, r.model_version AS "modelVersion",
    r.opened_at AS "openedAt", r.decided_at AS "decidedAt", r.node_a AS "nodeA", r.node_b AS "nodeB",
    a.profile_id AS "profileA", b.profile_id AS "profileB"
  FROM match_review r
  JOIN match_node a ON (a.workspace_id, a.id) = (r.workspace_id, r.node_a)
  JOIN match_node b ON (b.workspace_id, b.id) = (r.workspace_id, r.node_b)`;

/** Reviews as people see them: whose the two leads are now, however they were merged since. */
@Injectable()
export class MatchReviewQueries {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly engine: MatchEngine,
    private readonly nodes: MatchNodeRepository,
    private readonly profiles: ProfileQueries,
  ) {}

  async list(
    workspaceId: string,
    status: MatchReviewStatus,
    { limit, cursor }: PageQuery,
  ): Promise<Page<ShownMatchReview>> {
    const read = await rows<StoredReview>(
      this.dataSource.manager,
      `${REVIEW} WHERE r.workspace_id = $1 AND r.status = $2 AND ($3::uuid IS NULL OR r.id > $3)
       ORDER BY r.id LIMIT $4`,
      [workspaceId, status, cursor ?? null, limit + 1],
    );
    const page = pageOf(read, limit, (review) => review);
    return { ...page, items: await this.show(workspaceId, page.items) };
  }

  async read(workspaceId: string, id: string): Promise<ShownMatchReview> {
    const found = await this.find(this.dataSource.manager, workspaceId, id);
    const [shown] = await this.show(workspaceId, [found]);
    if (!shown) throw notFound('match review', id);
    return shown;
  }

  /** The two profiles that an open review is about. */
  async pairOf(sql: Sql, workspaceId: string, id: string): Promise<readonly [string, string]> {
    const { status, profileA, profileB } = await this.find(sql, workspaceId, id);
    if (status !== 'open') throw conflict(`This review is closed: ${status}.`);
    return [profileA, profileB];
  }

  async close(
    sql: Sql,
    workspaceId: string,
    id: string,
    decision: 'merge' | 'distinct',
    decidedBy: string,
  ): Promise<void> {
    await sql.query(
      `UPDATE match_review SET status = $3, decided_at = now(), decided_by = $4 WHERE workspace_id = $1 AND id = $2`,
      [workspaceId, id, decision, decidedBy],
    );
  }

  private async find(sql: Sql, workspaceId: string, id: string): Promise<StoredReview> {
    const found = await row<StoredReview>(sql, `${REVIEW} WHERE r.workspace_id = $1 AND r.id = $2`, [
      workspaceId,
      id,
    ]);
    if (!found) throw notFound('match review', id);
    return found;
  }

  private async show(workspaceId: string, reviews: readonly StoredReview[]): Promise<ShownMatchReview[]> {
    const profiles = await this.profiles.byIds(
      workspaceId,
      reviews.flatMap(({ profileA, profileB }) => [profileA, profileB]),
    );
    const nodes = new Map(
      (
        await this.nodes.byIds(
          this.dataSource.manager,
          workspaceId,
          reviews.flatMap(({ nodeA, nodeB }) => [nodeA, nodeB]),
        )
      ).map((node) => [node.id, node]),
    );
    return reviews.map(({ nodeA, nodeB, profileA, profileB, ...review }): ShownMatchReview => {
      const [a, b] = [nodes.get(nodeA), nodes.get(nodeB)];
      return {
        ...review,
        people: [profileA, profileB].flatMap((id) => profiles.get(id) ?? []),
        suggestion: review.guard === null ? 'merge' : 'distinct',
        evidence: a && b ? [...this.engine.explain(a, b).evidence] : [],
      };
    });
  }
}
