import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiPageResponse, Id, PageQuery, type Page } from '../platform/api/index.js';
import {
  AuditEntry,
  CreateKey,
  CreateWorkspace,
  NewKey,
  NewWorkspace,
  ShownKey,
  ShownWorkspace,
  UpdateKey,
  UpdateWorkspace,
} from './access.dto.js';
import { AccessService } from './access.service.js';
import { AuditService } from './audit.service.js';
import { By } from './caller.decorator.js';
import type { Caller } from './roles.js';

@ApiTags('access')
@Controller('api/v1')
export class AccessController {
  constructor(
    private readonly access: AccessService,
    private readonly audit: AuditService,
  ) {}

  /** Makes a workspace and its first admin key, which is shown only now. */
  @Post('workspaces')
  createWorkspace(@Body() { name }: CreateWorkspace): Promise<NewWorkspace> {
    return this.access.createWorkspace(name);
  }

  @Get('workspaces')
  @ApiPageResponse(ShownWorkspace)
  listWorkspaces(@Query() page: PageQuery): Promise<Page<ShownWorkspace>> {
    return this.access.listWorkspaces(page);
  }

  @Get('workspaces/:id')
  readWorkspace(@Id() id: string): Promise<ShownWorkspace> {
    return this.access.workspace(id);
  }

  @Patch('workspaces/:id')
  updateWorkspace(@Id() id: string, @Body() change: UpdateWorkspace): Promise<ShownWorkspace> {
    return this.access.updateWorkspace(id, change);
  }

  @Get('api-keys')
  @ApiPageResponse(ShownKey)
  listKeys(@By() { workspaceId }: Caller, @Query() page: PageQuery): Promise<Page<ShownKey>> {
    return this.access.listKeys(workspaceId, page);
  }

  @Get('api-keys/:id')
  readKey(@By() { workspaceId }: Caller, @Id() id: string): Promise<ShownKey> {
    return this.access.key(workspaceId, id);
  }

  /** Makes a key; it is shown only now and stored hashed. */
  @Post('api-keys')
  createKey(@By() { workspaceId }: Caller, @Body() { name, role }: CreateKey): Promise<NewKey> {
    return this.access.createKey(workspaceId, name, role);
  }

  @Patch('api-keys/:id')
  updateKey(@By() caller: Caller, @Id() id: string, @Body() change: UpdateKey): Promise<ShownKey> {
    return this.access.updateKey(caller, id, change);
  }

  /** Refuses the key for ever; the audit trail keeps its name. */
  @Delete('api-keys/:id')
  @HttpCode(204)
  deleteKey(@By() caller: Caller, @Id() id: string): Promise<void> {
    return this.access.deleteKey(caller, id);
  }

  /** Who did what, allowed or denied, newest first. */
  @Get('audit')
  @ApiPageResponse(AuditEntry)
  listAudit(@By() { workspaceId }: Caller, @Query() page: PageQuery): Promise<Page<AuditEntry>> {
    return this.audit.list(workspaceId, page);
  }
}
