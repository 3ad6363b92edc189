import { Injectable } from '@nestjs/common';
import { badInput, refused, type FieldError } from '../../platform/api/index.js';
import { nextTime } from '../../platform/scheduling/index.js';
import { SystemError, type MappingEntry, type ObjectDefinition } from '../../systems/index.js';
import type { Destination } from '../destinations/destination.entity.js';
import { DestinationService } from '../destinations/destination.service.js';
import { definitionOf, Sessions } from '../destinations/sessions.js';
import { mappingFaults } from '../mapping/mapping-fit.js';
import { mappingProblems } from '../mapping/mapping-form.js';
import { recordFieldNames } from '../mapping/record.js';
import { ruleProblems, type Rule } from '../planning/rule.js';
import { quietHoursProblems } from '../schedules/quiet-hours.js';
import type { SyncSchedule } from './sync.entity.js';
import { targetProblems, type NamedTarget } from './sync-targets.js';

/** What of a sync is checked before it is saved. */
export interface CheckedSync {
  readonly destinationId: string;
  readonly object: string;
  readonly schedule: SyncSchedule;
  readonly target?: NamedTarget | null;
  readonly filter?: Rule | null;
  readonly mapping?: MappingEntry[] | null;
  readonly onExit?: 'keep' | 'remove';
}

@Injectable()
export class SyncCheck {
  constructor(
    private readonly destinations: DestinationService,
    private readonly sessions: Sessions,
  ) {}

  /** Answers the destination. Throws {@link ProblemError} with the place of each fault. */
  async check(workspaceId: string, input: CheckedSync, againstLive: boolean): Promise<Destination> {
    const destination = await this.destinations.find(workspaceId, input.destinationId);
    const { objects } = definitionOf(destination.type);
    const object = Object.hasOwn(objects, input.object) ? objects[input.object] : undefined;
    const problems = object ? problemsOf(input, object) : [unknownObject(Object.keys(objects))];
    if (problems.length > 0 || !object) throw badInput(problems);
    if (input.onExit === 'remove' && !object.target) {
      throw refused(`A ${destination.type} ${object.name} is never deleted by a sync. Use onExit “keep”.`);
    }
    if (input.mapping && againstLive) await this.checkAgainstLive(destination, object.name, input.mapping);
    return destination;
  }

  /** Where the organisation cannot be asked now, the mapping is checked when it is first used. */
  private async checkAgainstLive(destination: Destination, object: string, mapping: readonly MappingEntry[]) {
    try {
      const { session } = await this.sessions.open(destination);
      session.forget(object);
      const faults = mappingFaults(mapping, await session.describe(object));
      if (faults.length > 0)
        throw refused(`The mapping does not fit the ${object} of “${destination.name}”.`, faults);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
    }
  }
}

function problemsOf(input: CheckedSync, { recordKind, target }: ObjectDefinition): FieldError[] {
  return [
    ...targetProblems(target, input.target ?? null),
    ...scheduleProblems(input.schedule),
    ...(input.filter ? ruleProblems(input.filter, recordFieldNames[recordKind]) : []),
    ...(input.mapping ? mappingProblems(input.mapping, recordKind) : []),
  ];
}

function unknownObject(objects: readonly string[]): FieldError {
  return { path: 'object', message: `must be one of ${objects.join(', ')}` };
}

function scheduleProblems(schedule: SyncSchedule): FieldError[] {
  return [...timeProblems(schedule), ...(schedule.quietHours ? quietHoursProblems(schedule.quietHours) : [])];
}

function timeProblems(schedule: SyncSchedule): FieldError[] {
  if (schedule.mode === 'continuous') return [];
  try {
    nextTime(schedule.cron, schedule.timeZone, new Date());
    return [];
  } catch (error) {
    const message = `is no time that can come: ${error instanceof Error ? error.message : String(error)}`;
    return [{ path: 'schedule', message }];
  }
}
