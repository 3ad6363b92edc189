import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError, refused } from '../../platform/api/index.js';
import { Clock } from '../../platform/clock.js';
import {
  FieldLockRepository,
  lockableFields,
  ProfileQueries,
  Survivorship,
  type LockableField,
  type ShownProfileDetail,
} from '../../profiles/index.js';
import { MatcherTurn } from '../matcher-turn.js';
import { Onward } from '../onward.js';

/** Values that somebody fixed. */
@Injectable()
export class LockService {
  constructor(
    private readonly profiles: ProfileQueries,
    private readonly locks: FieldLockRepository,
    private readonly survivorship: Survivorship,
    private readonly turn: MatcherTurn,
    private readonly onward: Onward,
    private readonly clock: Clock,
  ) {}

  /** Without a value, fixes what the field is now. */
  async lock(
    workspaceId: string,
    id: string,
    fieldName: string,
    { value, lockedBy }: { value: string | undefined; lockedBy: string },
  ): Promise<ShownProfileDetail> {
    return this.change(workspaceId, id, fieldName, async (manager, profile, field) => {
      const fixed = value?.trim() ?? profile[field];
      if (fixed === null) throw refused(`This person has no ${field} that could be locked. Name a value.`);
      const lock = { field, value: fixed, lockedBy, lockedAt: this.clock.now() };
      await this.locks.put(manager, workspaceId, profile.id, lock);
    });
  }

  async unlock(workspaceId: string, id: string, fieldName: string): Promise<ShownProfileDetail> {
    return this.change(workspaceId, id, fieldName, async (manager, profile, field) => {
      if (await this.locks.remove(manager, workspaceId, profile.id, field)) return;
      throw new ProblemError(404, `The field ${field} of profile ${profile.id} is not locked.`);
    });
  }

  /** Changes a lock, lets it hold and marks the person due, all or nothing. */
  private async change(
    workspaceId: string,
    id: string,
    fieldName: string,
    work: (manager: EntityManager, profile: ShownProfileDetail, field: LockableField) => Promise<void>,
  ): Promise<ShownProfileDetail> {
    await this.profiles.read(workspaceId, id);
    const field = lockable(fieldName);
    await this.turn.take(workspaceId, async (manager) => {
      const profile = await this.profiles.read(workspaceId, id, manager);
      await work(manager, profile, field);
      const changed = await this.survivorship.decide(manager, workspaceId, [profile.id]);
      await this.onward.pass(manager, workspaceId, changed);
    });
    await this.onward.wake(workspaceId);
    return this.profiles.read(workspaceId, id);
  }
}

function lockable(name: string): LockableField {
  const field = lockableFields.find((one) => one === name);
  if (field) return field;
  throw new ProblemError(
    404,
    `No such field can be locked; those that can are ${lockableFields.join(', ')}.`,
  );
}
