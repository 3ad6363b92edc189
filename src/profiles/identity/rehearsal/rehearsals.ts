import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { standardGuards, type MatchModel, type MatchThresholds } from '../../matching/index.js';
import { MatchEdgeRepository } from '../match-edge.repository.js';
import { MatchEngine } from '../match-engine.js';
import { MatchKeyRepository } from '../match-key.repository.js';
import { MatchNodeRepository } from '../match-node.repository.js';
import { readThresholds } from '../match-settings.js';
import { Rehearsal } from './rehearsal.js';

/** Rules to try; the names of `withoutGuards` are those of `guardNames`. */
export interface TriedRules extends MatchThresholds {
  readonly withoutGuards: readonly string[];
}

export const guardNames: readonly string[] = standardGuards.map(({ name }) => name);

@Injectable()
export class Rehearsals {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly engine: MatchEngine,
    private readonly nodes: MatchNodeRepository,
    private readonly keys: MatchKeyRepository,
    private readonly edges: MatchEdgeRepository,
  ) {}

  get modelVersion(): string {
    return this.engine.model.version;
  }

  thresholds(workspaceId: string): Promise<MatchThresholds> {
    return readThresholds(this.dataSource.manager, workspaceId);
  }

  /** Without a model, the one that holds. */
  begin(workspaceId: string, rules: TriedRules, model: MatchModel | null): Rehearsal {
    const { nodes, keys, edges } = this;
    const guards = standardGuards.filter(({ name }) => !rules.withoutGuards.includes(name));
    return new Rehearsal(
      { sql: this.dataSource.manager, workspaceId, nodes, keys, edges },
      {
        current: this.engine,
        tried: new MatchEngine(model ?? this.engine.model, guards),
        thresholds: rules,
      },
    );
  }
}
