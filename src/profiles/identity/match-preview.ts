import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { normalisePerson, type StatedPerson } from '../../normalisation/index.js';
import type { MatchThresholds, PreparedNode } from '../matching/index.js';
import { MatchEngine } from './match-engine.js';
import { MatchKeyRepository } from './match-key.repository.js';
import { MatchNodeRepository, type StoredNode } from './match-node.repository.js';
import { readThresholds } from './match-settings.js';
import type { MatchAnswer, ShownCandidate } from './match.dto.js';

const SHOWN = 20;

/** Says whom a lead would be taken for, and why. Nothing is stored by that. */
@Injectable()
export class MatchPreview {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly engine: MatchEngine,
    private readonly keys: MatchKeyRepository,
    private readonly nodes: MatchNodeRepository,
  ) {}

  async of(workspaceId: string, said: StatedPerson): Promise<MatchAnswer> {
    const sql = this.dataSource.manager;
    const node = this.engine.prepare({ id: '', person: normalisePerson(said), identities: [] });
    const asked = this.engine.keysOf(node);
    const retired = await this.keys.retired(sql, workspaceId, asked);
    const live = asked.filter((key) => !retired.has(key));
    const holders = await this.keys.holders(sql, workspaceId, live);
    const ids = [...new Set(holders.map(({ nodeId }) => nodeId))];
    const known = await this.nodes.byIds(sql, workspaceId, ids);
    const thresholds = await readThresholds(sql, workspaceId);
    const shown = known.map((other) => this.show(node, other, thresholds));
    return {
      modelVersion: this.engine.model.version,
      candidates: bestOfEach(shown).slice(0, SHOWN),
      tooCommon: retired.size,
    };
  }

  private show(node: PreparedNode, other: StoredNode, thresholds: MatchThresholds): ShownCandidate {
    const { probability, prior, evidence, weight } = this.engine.explain(node, other);
    const verdict =
      probability >= thresholds.autoMerge
        ? 'merge'
        : probability >= thresholds.review
          ? 'review'
          : 'distinct';
    return { profileId: other.profileId, probability, verdict, prior, evidence: [...evidence], weight };
  }
}

function bestOfEach(candidates: readonly ShownCandidate[]): ShownCandidate[] {
  const best = new Map<string, ShownCandidate>();
  for (const candidate of candidates.toSorted((a, b) => b.weight - a.weight)) {
    if (!best.has(candidate.profileId)) best.set(candidate.profileId, candidate);
  }
  return [...best.values()];
}
