import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../../access/index.js';
import { ApiPageResponse, Id, type Page } from '../../platform/api/index.js';
import { FieldsQuery, ObjectFields } from './fields.dto.js';
import { FieldsService } from './fields.service.js';

@ApiTags('destinations')
@Controller('api/v1/destinations/:id/fields')
export class FieldsController {
  constructor(private readonly fields: FieldsService) {}

  /** Of each object its fields over there as they are now, the default mapping, and what records offer to one. */
  @Get()
  @ApiPageResponse(ObjectFields)
  read(
    @By() { workspaceId }: Caller,
    @Id() id: string,
    @Query() { object }: FieldsQuery,
  ): Promise<Page<ObjectFields>> {
    return this.fields.read(workspaceId, id, object);
  }
}
