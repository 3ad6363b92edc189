import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../../access/index.js';
import { LeadEventRepository } from '../../leads/index.js';
import { badInput, conflict, notFound, refused } from '../../platform/api/index.js';
import {
  IdentityDecisions,
  MatchReviewQueries,
  ProfileQueries,
  ProfileService,
  type Regrouping,
} from '../../profiles/index.js';
import { MatcherTurn } from '../matcher-turn.js';
import { Onward } from '../onward.js';
import type { DecidedProfiles } from './decision.dto.js';

/** Carries out what people decide about who is one person, under the same lease as the matcher. */
@Injectable()
export class DecisionService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly decisions: IdentityDecisions,
    private readonly reviews: MatchReviewQueries,
    private readonly people: ProfileQueries,
    private readonly profiles: ProfileService,
    private readonly events: LeadEventRepository,
    private readonly turn: MatcherTurn,
    private readonly onward: Onward,
  ) {}

  /** @throws {ProblemError} 404 for an unknown profile, 409 where they are one already, 503 while the matcher is busy */
  async merge({ workspaceId, keyId }: Caller, profileIds: readonly string[]): Promise<DecidedProfiles> {
    await this.decide(workspaceId, async (sql) => {
      const standing = await this.profiles.standing(sql, workspaceId, profileIds);
      const missing = profileIds.find((id) => !standing.has(id));
      if (missing !== undefined) throw notFound('profile', missing);
      const different = [...new Set(standing.values())];
      if (different.length < 2) throw conflict('These profiles are one person already.');
      await this.keep(
        sql,
        workspaceId,
        await this.decisions.merge(sql, workspaceId, different, keyId),
        different,
      );
    });
    return this.show(workspaceId, profileIds);
  }

  /** @throws {ProblemError} 404 for an unknown profile, 422 for leads that cannot be taken out, 503 while the matcher is busy */
  async split(
    { workspaceId, keyId }: Caller,
    id: string,
    eventIds: readonly string[],
  ): Promise<DecidedProfiles> {
    const whole = await this.decide(workspaceId, async (sql) => {
      const profileId = (await this.profiles.standing(sql, workspaceId, [id])).get(id);
      if (profileId === undefined) throw notFound('profile', id);
      if (eventIds.length === 0)
        throw badInput([{ path: 'eventIds', message: 'must name at least one lead' }]);
      const leads = await this.events.homesOf(sql, workspaceId, profileId);
      const wanted = new Set(eventIds);
      const taken = leads.filter(({ eventId }) => wanted.has(eventId));
      const strange = eventIds.find((event) => !taken.some(({ eventId }) => eventId === event));
      if (strange !== undefined)
        throw refused(
          `Lead ${strange} is no lead of this profile, or it repeats one; name its original instead.`,
        );
      if (taken.length === leads.length) throw refused('At least one lead must stay with this profile.');
      const { moves, ...regrouping } = await this.decisions.split(sql, workspaceId, profileId, taken, keyId);
      await this.profiles.make(sql, workspaceId, regrouping.founded);
      await this.events.move(sql, workspaceId, moves);
      await this.keep(sql, workspaceId, { ...regrouping, founded: new Map() }, [
        profileId,
        ...regrouping.founded.keys(),
        ...[...moves.values()].flatMap((nodeId) => regrouping.owners.get(nodeId) ?? []),
      ]);
      return profileId;
    });
    const owners = await this.events.ownersOf(this.dataSource.manager, workspaceId, eventIds);
    return this.show(workspaceId, [whole, ...owners]);
  }

  /** @throws {ProblemError} 404 for an unknown review, 409 for one that is closed, 503 while the matcher is busy */
  async decideReview(
    { workspaceId, keyId }: Caller,
    id: string,
    decision: 'merge' | 'distinct' | undefined,
  ): Promise<DecidedProfiles> {
    const people = await this.decide(workspaceId, async (sql) => {
      const pair = await this.reviews.pairOf(sql, workspaceId, id);
      if (decision === undefined)
        throw badInput([{ path: 'decision', message: 'must be merge or distinct' }]);
      await this.reviews.close(sql, workspaceId, id, decision, keyId);
      const regrouping =
        decision === 'merge'
          ? await this.decisions.merge(sql, workspaceId, pair, keyId)
          : await this.decisions.part(sql, workspaceId, pair, keyId);
      await this.keep(sql, workspaceId, regrouping, decision === 'merge' ? pair : []);
      return pair;
    });
    return this.show(workspaceId, people);
  }

  private async keep(
    sql: EntityManager,
    workspaceId: string,
    { founded, regrouped, redirects }: Regrouping,
    others: readonly string[],
  ): Promise<void> {
    const touched = [...new Set([...regrouped, ...others])].toSorted();
    await this.profiles.make(sql, workspaceId, founded);
    await this.profiles.refold(sql, workspaceId, touched, redirects);
    await this.onward.pass(sql, workspaceId, touched);
  }

  private async decide<T>(workspaceId: string, work: (sql: EntityManager) => Promise<T>): Promise<T> {
    const result = await this.turn.take(workspaceId, work);
    await this.onward.wake(workspaceId);
    return result;
  }

  private async show(workspaceId: string, ids: readonly string[]): Promise<DecidedProfiles> {
    const read = await Promise.all([...new Set(ids)].map((id) => this.people.read(workspaceId, id)));
    return { profiles: [...new Map(read.map((profile) => [profile.id, profile])).values()] };
  }
}
