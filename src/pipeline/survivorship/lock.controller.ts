import { Body, Controller, Delete, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../../access/index.js';
import { Id } from '../../platform/api/index.js';
import { ShownProfileDetail } from '../../profiles/index.js';
import { LockValue } from './lock.dto.js';
import { LockService } from './lock.service.js';

@ApiTags('profiles')
@Controller('api/v1/profiles/:id/locks/:field')
export class LockController {
  constructor(private readonly locks: LockService) {}

  /** Fixes a field of the person: the value wins over all that leads say, and holds on after a merge. */
  @Put()
  lock(
    @By() { workspaceId, keyName }: Caller,
    @Id() id: string,
    @Param('field') field: string,
    @Body() { value }: LockValue,
  ): Promise<ShownProfileDetail> {
    return this.locks.lock(workspaceId, id, field, { value, lockedBy: keyName });
  }

  /** Lets the rule of the field decide again. */
  @Delete()
  unlock(
    @By() { workspaceId }: Caller,
    @Id() id: string,
    @Param('field') field: string,
  ): Promise<ShownProfileDetail> {
    return this.locks.unlock(workspaceId, id, field);
  }
}
