import { Module } from '@nestjs/common';
import { AccessController } from './access.controller.js';
import { AccessService } from './access.service.js';
import { AuditService } from './audit.service.js';

@Module({
  controllers: [AccessController],
  providers: [AccessService, AuditService],
  exports: [AccessService, AuditService],
})
export class AccessModule {}
