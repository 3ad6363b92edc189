import { Injectable } from '@nestjs/common';
import { LeadEventRepository } from '../../leads/index.js';
import type { Sql } from '../../platform/database/index.js';
import { groupBy } from '../../platform/group-by.js';
import { emptyProfile, fold } from '../fold.js';
import type { Profile, ProfileFieldName, ProfileFields } from '../profile.js';
import { ProfileRepository } from '../profile.repository.js';
import { FieldLockRepository, type FieldLock } from './field-lock.repository.js';
import { lock } from './survive.js';
import { readSurvivorshipRules } from './survivorship-settings.js';

/** Decides anew which values survive. Runs in a transaction, under the workspace's matcher lease. */
@Injectable()
export class Survivorship {
  constructor(
    private readonly profiles: ProfileRepository,
    private readonly events: LeadEventRepository,
    private readonly locks: FieldLockRepository,
  ) {}

  /** Folds profiles anew by the present rules and locks. Answers those of whom a value is another one now. */
  async decide(sql: Sql, workspaceId: string, profileIds: readonly string[]): Promise<string[]> {
    if (profileIds.length === 0) return [];
    const rules = await readSurvivorshipRules(sql, workspaceId);
    const facts = groupBy(await this.events.factsOf(sql, workspaceId, profileIds), (fact) => fact.profileId);
    const locks = groupBy(await this.locks.of(sql, workspaceId, profileIds), (held) => held.profileId);
    const before = await this.profiles.byIds(sql, workspaceId, profileIds);
    const decided = before.map((profile) => {
      const { fields } = fold(emptyProfile(profile.id), facts.get(profile.id) ?? [], rules);
      const after = { ...profile, fields: locked(fields, locks.get(profile.id) ?? []) };
      return valuesDiffer(profile, after) ? { ...after, version: profile.version + 1 } : after;
    });
    await this.profiles.save(sql, workspaceId, decided);
    const versions = new Map(before.map(({ id, version }) => [id, version]));
    return decided.filter(({ id, version }) => version !== versions.get(id)).map(({ id }) => id);
  }

  /** Lets locks hold for profiles that were folded from their leads alone, or took over a profile with locks. */
  async relock(sql: Sql, workspaceId: string, profileIds: readonly string[]): Promise<void> {
    const held = await this.locks.of(sql, workspaceId, profileIds);
    await this.decide(sql, workspaceId, [...new Set(held.map(({ profileId }) => profileId))]);
  }
}

function locked(fields: ProfileFields, locks: readonly FieldLock[]): ProfileFields {
  const byField = new Map(locks.map((held) => [held.field, held]));
  const values = [...byField].map(([field, held]) => [field, lock(fields[field], held)] as const);
  return { ...fields, ...Object.fromEntries(values) };
}

function valuesDiffer(one: Profile, other: Profile): boolean {
  const names = new Set([...Object.keys(one.fields), ...Object.keys(other.fields)]) as Set<ProfileFieldName>;
  return [...names].some((name) => one.fields[name]?.value !== other.fields[name]?.value);
}
