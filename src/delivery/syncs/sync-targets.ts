import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { conflict, refused, type FieldError } from '../../platform/api/index.js';
import { row } from '../../platform/database/index.js';
import {
  SystemError,
  withAdvice,
  type ObjectDefinition,
  type Target,
  type TargetDeclaration,
} from '../../systems/index.js';
import type { Destination } from '../destinations/destination.entity.js';
import { Sessions } from '../destinations/sessions.js';
import type { Sync } from './sync.entity.js';

/** A list or campaign as people name it. */
export interface NamedTarget {
  readonly id?: string;
  readonly name?: string;
}

interface ResolvedTarget {
  readonly target: Target | null;
  readonly soleTarget: string | null;
}

/** Finds the lists and campaigns that syncs fill, and keeps two syncs off one that cannot be shared. */
@Injectable()
export class SyncTargets {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly sessions: Sessions,
  ) {}

  /** Throws a 422 with the reason where it is not found, and a 409 where another sync fills it. */
  async resolve(
    destination: Destination,
    { name: object, target: declared }: ObjectDefinition,
    named: NamedTarget | undefined,
  ): Promise<ResolvedTarget> {
    if (!declared || !named) return { target: null, soleTarget: null };
    try {
      const { session, organisationKey } = await this.sessions.open(destination);
      const taken = (by: NamedTarget) => this.refuseTaken(organisationKey, object, by);
      if (!declared.isShared) await taken(named);
      if (!session.resolveTarget) throw new Error(`${destination.type} cannot find a ${declared.title}.`);
      const target = await session.resolveTarget(object, named);
      if (declared.isShared) return { target, soleTarget: null };
      await taken(target);
      return { target, soleTarget: `${organisationKey}:${object}:${target.id}` };
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      const { message } = error.failure;
      throw refused(`The ${declared.title} cannot be used: ${withAdvice(error.failure)}`, [
        { path: 'target', message },
      ]);
    }
  }

  /** Another workspace may share the organisation: its sync is not named. */
  private async refuseTaken(
    organisationKey: string,
    object: string,
    { id, name }: NamedTarget,
  ): Promise<void> {
    const taken = await row(
      this.dataSource.manager,
      `SELECT 1 FROM sync s JOIN destination d ON (d.workspace_id, d.id) = (s.workspace_id, s.destination_id)
       WHERE d.organisation_key = $1 AND s.object = $2 AND s.sole_target IS NOT NULL
         AND (s.target ->> 'id' = $3 OR lower(s.target ->> 'name') = lower($4)) LIMIT 1`,
      [organisationKey, object, id ?? null, name ?? null],
    );
    if (taken) throw anotherFills({ id, name });
  }
}

export function targetProblems(
  declared: TargetDeclaration | undefined,
  named: NamedTarget | null,
): FieldError[] {
  if (!declared) {
    return named ? [{ path: 'target', message: 'must not be given: the object has none' }] : [];
  }
  const isNamed = declared.by.some((by) => named?.[by] !== undefined);
  if (isNamed) return [];
  const message = `must name the ${declared.title} by its ${declared.by.join(' or ')}. ${declared.help}`;
  return [{ path: 'target', message }];
}

/** What was put on one list would be forgotten there. */
export function refuseAnotherTarget({ target: before }: Sync, named: NamedTarget | undefined): void {
  if (!named) return;
  const isSame = (named.id ?? before?.id) === before?.id && (named.name ?? before?.name) === before?.name;
  if (!before || !isSame) throw refused('A sync stays with its target. Make a new sync for another one.');
}

/** Runs a write that two syncs may try at once for one target, and answers 409 to the second. */
export async function asSoleTarget<T>(target: Target | null, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== 'sync_sole_target') throw error;
    throw anotherFills(target ?? {});
  }
}

function anotherFills({ id, name }: NamedTarget): Error {
  return conflict(
    `${name ?? id ?? 'This target'} is filled by another sync of this organisation already, and each would undo ` +
      'what the other does. Name another one, or delete that sync first.',
  );
}
