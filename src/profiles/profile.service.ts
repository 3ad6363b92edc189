import { Injectable } from '@nestjs/common';
import type { AccountPerson } from '../accounts/index.js';
import { LeadEventRepository, type LeadFact } from '../leads/index.js';
import type { StatedPerson } from '../normalisation/index.js';
import type { Sql } from '../platform/database/index.js';
import { groupBy } from '../platform/group-by.js';
import { emptyProfile, fold } from './fold.js';
import { EMAIL, type ProfileFields } from './profile.js';
import { ProfileRepository } from './profile.repository.js';
import { readSurvivorshipRules, Survivorship } from './survivorship/index.js';

/** Keeps people in step with the facts. Runs inside the pipeline's transaction, under the workspace's matcher lease. */
@Injectable()
export class ProfileService {
  constructor(
    private readonly profiles: ProfileRepository,
    private readonly events: LeadEventRepository,
    private readonly survivorship: Survivorship,
  ) {}

  /** Adds new facts to the profiles that they name, making those that do not exist, with the nodes that found them. */
  async add(
    sql: Sql,
    workspaceId: string,
    facts: readonly LeadFact[],
    founders: ReadonlyMap<string, string>,
  ): Promise<void> {
    const byProfile = groupBy(facts, ({ profileId }) => profileId);
    const existing = await this.profiles.byIds(sql, workspaceId, [...byProfile.keys()]);
    const known = new Map(existing.map((profile) => [profile.id, profile]));
    const rules = await readSurvivorshipRules(sql, workspaceId);
    const folded = [...byProfile].map(([id, said]) => fold(known.get(id) ?? emptyProfile(id), said, rules));
    await this.profiles.save(sql, workspaceId, folded, founders);
    await this.profiles.addIdentities(sql, workspaceId, identitiesOf(facts));
  }

  /** For each of these ids that exists: the profile that stands for it now. */
  standing(sql: Sql, workspaceId: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.profiles.standing(sql, workspaceId, ids);
  }

  /** What surviving people said of themselves, as it stands now. */
  async stated(sql: Sql, workspaceId: string, profileIds: readonly string[]): Promise<AccountPerson[]> {
    const profiles = await this.profiles.byIds(sql, workspaceId, [...new Set(profileIds)]);
    return profiles
      .filter(({ mergedInto }) => mergedInto === null)
      .map(({ id, fields }) => ({ profileId: id, stated: valuesOf(fields) }));
  }

  /** Makes new profiles, empty, so that events may name them. */
  async make(sql: Sql, workspaceId: string, founders: ReadonlyMap<string, string>): Promise<void> {
    await this.profiles.save(sql, workspaceId, [...founders.keys()].map(emptyProfile), founders);
  }

  /**
   * Folds profiles anew from all their facts. `redirects` says of each whether it stands (null) or into which
   * one it was merged; the others stay as they are.
   */
  async refold(
    sql: Sql,
    workspaceId: string,
    profileIds: readonly string[],
    redirects: ReadonlyMap<string, string | null>,
  ): Promise<void> {
    if (profileIds.length === 0) return;
    const facts = await this.events.factsOf(sql, workspaceId, profileIds);
    const byProfile = groupBy(facts, ({ profileId }) => profileId);
    const before = await this.profiles.byIds(sql, workspaceId, profileIds);
    const rules = await readSurvivorshipRules(sql, workspaceId);
    const after = before.map((profile) => ({
      ...fold(emptyProfile(profile.id), byProfile.get(profile.id) ?? [], rules),
      version: profile.version + 1,
      mergedInto: redirects.get(profile.id) ?? null,
    }));
    await this.profiles.dropIdentities(sql, workspaceId, profileIds);
    await this.profiles.save(sql, workspaceId, after);
    await this.profiles.addIdentities(sql, workspaceId, identitiesOf(facts));
    await this.profiles.redirect(sql, workspaceId, after);
    await this.survivorship.relock(sql, workspaceId, profileIds);
  }
}

function valuesOf(fields: ProfileFields): StatedPerson {
  return Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value]));
}

function identitiesOf(facts: readonly LeadFact[]) {
  return facts.flatMap(({ emailKey, identities, profileId }) => {
    const email = emailKey === null ? [] : [{ namespace: EMAIL, value: emailKey }];
    return [...email, ...identities].map((identity) => ({ ...identity, profileId }));
  });
}
