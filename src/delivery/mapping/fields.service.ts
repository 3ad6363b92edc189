import { Injectable } from '@nestjs/common';
import { badInput, refused, type Page } from '../../platform/api/index.js';
import { SystemError, type ObjectDescription } from '../../systems/index.js';
import { DestinationService } from '../destinations/destination.service.js';
import { definitionOf, Sessions, type BoundSession } from '../destinations/sessions.js';
import type { ObjectFields, ShownField } from './fields.dto.js';
import { objectOf } from '../planning/plan-context.js';
import { recordFieldNames } from './record.js';

/** Asks a destination's system what fields there are, for whoever makes a mapping. */
@Injectable()
export class FieldsService {
  constructor(
    private readonly destinations: DestinationService,
    private readonly sessions: Sessions,
  ) {}

  async read(workspaceId: string, destinationId: string, wanted?: string): Promise<Page<ObjectFields>> {
    const destination = await this.destinations.find(workspaceId, destinationId);
    const names = Object.keys(definitionOf(destination.type).objects);
    if (wanted !== undefined && !names.includes(wanted))
      throw badInput([{ path: 'object', message: `must be one of ${names.join(', ')}` }]);
    try {
      const bound = await this.sessions.open(destination);
      const items: ObjectFields[] = [];
      for (const object of wanted === undefined ? names : [wanted]) items.push(await fieldsOf(bound, object));
      return { items, nextCursor: null };
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      throw refused(
        `“${destination.name}” does not tell its fields now: ${error.message} ${error.failure.advice}`,
      );
    }
  }
}

async function fieldsOf(
  { session, definition, config }: BoundSession,
  object: string,
): Promise<ObjectFields> {
  session.forget(object);
  const description = await session.describe(object);
  return {
    object,
    fields: shown(description),
    defaultMapping: definition.objects[object]?.defaultMapping(description, config) ?? [],
    recordFields: [...recordFieldNames[objectOf(definition, object).recordKind]],
  };
}

function shown({ fields }: ObjectDescription): ShownField[] {
  return [...fields.values()].map(({ allowedValues, ...field }) => ({
    name: field.name,
    label: field.label,
    type: field.type,
    maxLength: field.maxLength,
    requiredOnCreate: field.requiredOnCreate,
    createable: field.createable,
    updateable: field.updateable,
    allowedValues: allowedValues && [...allowedValues],
  }));
}
