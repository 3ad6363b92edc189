import { Injectable } from '@nestjs/common';
import { newId, type Sql } from '../../platform/database/index.js';
import type { PairReview } from '../matching/index.js';
import type { Component } from './component.js';
import { MatchEngine } from './match-engine.js';
import { MatchReviewRepository } from './match-review.repository.js';

/** Keeps one open review for each two people of whom it is not clear whether they are one. */
@Injectable()
export class ReviewKeeper {
  constructor(
    private readonly engine: MatchEngine,
    private readonly reviews: MatchReviewRepository,
  ) {}

  /** Opens what clustering asks for and closes what it asks no more. */
  async keep(
    sql: Sql,
    workspaceId: string,
    { stored }: Component,
    owners: ReadonlyMap<string, string>,
    asked: readonly PairReview[],
  ): Promise<void> {
    const wanted = new Map<string, PairReview>();
    for (const review of asked.toSorted(bySurety)) {
      const pair = people(review, owners);
      if (pair !== null && !wanted.has(pair)) wanted.set(pair, review);
    }
    const ids = stored.map(({ id }) => id);
    const open = ids.length === 0 ? [] : await this.reviews.openAmong(sql, workspaceId, ids);
    const covered = new Set<string>();
    const obsolete = open.filter((review) => {
      const pair = people(review, owners);
      if (pair === null || !wanted.has(pair) || covered.has(pair)) return true;
      covered.add(pair);
      return false;
    });
    await this.reviews.close(
      sql,
      workspaceId,
      obsolete.map(({ id }) => id),
    );
    const opened = [...wanted].filter(([pair]) => !covered.has(pair));
    await this.reviews.open(
      sql,
      workspaceId,
      opened.map(([, review]) => ({ id: newId(), ...review })),
      this.engine.model.version,
    );
  }
}

function people({ a, b }: { a: string; b: string }, owners: ReadonlyMap<string, string>): string | null {
  const [one, other] = [owners.get(a), owners.get(b)];
  if (one === undefined || other === undefined || one === other) return null;
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}

function bySurety(one: PairReview, other: PairReview): number {
  return other.probability - one.probability || (one.a + one.b < other.a + other.b ? -1 : 1);
}
