import { Controller, Get, Header, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../access/index.js';
import { ApiPageResponse, Id, ProblemError, type Page } from '../platform/api/index.js';
import { LeadEventPage, ShownLeadEvent } from './lead-event.dto.js';
import { LeadEventQueries } from './lead-event.queries.js';

@ApiTags('leads')
@Controller('api/v1/lead-events')
export class LeadEventController {
  constructor(private readonly events: LeadEventQueries) {}

  /** Every lead that was received, newest first. */
  @Get()
  @ApiPageResponse(ShownLeadEvent)
  list(
    @By() { workspaceId }: Caller,
    @Query() { limit, cursor, ...filter }: LeadEventPage,
  ): Promise<Page<ShownLeadEvent>> {
    return this.events.list(workspaceId, filter, { limit, cursor });
  }

  @Get(':id')
  read(@By() { workspaceId }: Caller, @Id() id: string): Promise<ShownLeadEvent> {
    return this.events.read(workspaceId, id);
  }

  /** The bytes exactly as they were received. */
  @Get(':id/raw')
  @Header('content-disposition', 'attachment')
  @ApiOkResponse({
    description: 'The bytes.',
    content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
  })
  async raw(@By() { workspaceId }: Caller, @Id() id: string): Promise<StreamableFile> {
    const { body } = await this.events.raw(workspaceId, id);
    if (!body) throw new ProblemError(404, `The body of lead event ${id} was erased.`);
    return new StreamableFile(body, { type: 'application/octet-stream' });
  }
}
