import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { HEARTBEAT_SECONDS } from '../../platform/database/index.js';
import { DeliveryRepository } from './delivery.repository.js';

/** The claims that this process is sending. While it lives, nobody else takes them for dead. */
@Injectable()
export class InHand implements OnApplicationShutdown {
  private readonly logger = new Logger(InHand.name);
  private readonly tokens = new Set<string>();
  private readonly heartbeat: NodeJS.Timeout;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly deliveries: DeliveryRepository,
  ) {
    this.heartbeat = setInterval(() => void this.beat(), HEARTBEAT_SECONDS * 1_000).unref();
  }

  take(token: string): void {
    this.tokens.add(token);
  }

  release(token: string): void {
    this.tokens.delete(token);
  }

  onApplicationShutdown(): void {
    clearInterval(this.heartbeat);
  }

  private async beat(): Promise<void> {
    try {
      await this.deliveries.heartbeat(this.dataSource.manager, [...this.tokens]);
    } catch (error) {
      this.logger.warn(`The heartbeat of what is being sent failed: ${String(error)}`);
    }
  }
}
