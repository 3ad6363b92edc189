import { Global, Module, type BeforeApplicationShutdown } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { Ticker } from './ticker.js';

@Global()
@Module({ imports: [ScheduleModule.forRoot()], providers: [Ticker], exports: [Ticker] })
export class SchedulingModule implements BeforeApplicationShutdown {
  constructor(private readonly ticker: Ticker) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.ticker.stop();
  }
}
