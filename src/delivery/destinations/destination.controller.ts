import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../../access/index.js';
import { ApiPageResponse, Id, PageQuery, type Page } from '../../platform/api/index.js';
import { configSchema, credentialsSchema, systems, type ObjectDefinition } from '../../systems/index.js';
import { mappingSchema } from '../mapping/mapping-form.js';
import { recordFieldNames } from '../mapping/record.js';
import {
  CreateDestination,
  DestinationCheck,
  DestinationType,
  ShownDestination,
  UpdateDestination,
} from './destination.dto.js';
import { DestinationService } from './destination.service.js';

@ApiTags('destinations')
@Controller('api/v1')
export class DestinationController {
  constructor(private readonly destinations: DestinationService) {}

  /** What can be connected: settings as JSON schema, objects and limits of each type. */
  @Get('destination-types')
  @ApiPageResponse(DestinationType)
  types(): Page<DestinationType> {
    const items = Object.values(systems).map((definition) => ({
      type: definition.type,
      title: definition.title,
      docsUrl: definition.docsUrl,
      schemas: {
        config: configSchema(definition),
        credentials: credentialsSchema(definition),
        mapping: mappingSchema,
      },
      objects: Object.values(definition.objects).map(shownObject),
      limits: { ...definition.limits },
    }));
    return { items, nextCursor: null };
  }

  @Get('destinations')
  @ApiPageResponse(ShownDestination)
  list(@By() { workspaceId }: Caller, @Query() page: PageQuery): Promise<Page<ShownDestination>> {
    return this.destinations.list(workspaceId, page);
  }

  @Get('destinations/:id')
  read(@By() { workspaceId }: Caller, @Id() id: string): Promise<ShownDestination> {
    return this.destinations.read(workspaceId, id);
  }

  @Post('destinations')
  create(@By() { workspaceId }: Caller, @Body() input: CreateDestination): Promise<ShownDestination> {
    return this.destinations.create(workspaceId, input);
  }

  @Patch('destinations/:id')
  update(
    @By() { workspaceId }: Caller,
    @Id() id: string,
    @Body() change: UpdateDestination,
  ): Promise<ShownDestination> {
    return this.destinations.update(workspaceId, id, change);
  }

  /** Refused while syncs use it. What was written over there stays. */
  @Delete('destinations/:id')
  @HttpCode(204)
  delete(@By() { workspaceId }: Caller, @Id() id: string): Promise<void> {
    return this.destinations.delete(workspaceId, id);
  }

  /** Tries the connection and says what would fail later, with the fix. Binds the destination to its organisation. */
  @Post('destinations/:id/check')
  @HttpCode(200)
  check(@By() { workspaceId }: Caller, @Id() id: string): Promise<DestinationCheck> {
    return this.destinations.tryOut(workspaceId, id);
  }
}

function shownObject({ name, title, recordKind, parents = [], target }: ObjectDefinition) {
  return {
    name,
    title,
    recordKind,
    recordFields: [...recordFieldNames[recordKind]],
    parents: parents.map(({ object }) => object),
    target: target ? { ...target } : null,
  };
}
