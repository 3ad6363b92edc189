import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.js';
import { DeliveryModule } from '../delivery/index.js';
import { EnrichersModule } from '../enrichers/index.js';
import { LeadsModule } from '../leads/index.js';
import { ProfilesModule } from '../profiles/index.js';
import { AccountEditController } from './accounts/account-edit.controller.js';
import { AccountEditService } from './accounts/account-edit.service.js';
import { BacktestController } from './backtests/backtest.controller.js';
import { BacktestRepository } from './backtests/backtest.repository.js';
import { BacktestService } from './backtests/backtest.service.js';
import { BacktestWorker } from './backtests/backtest.worker.js';
import { DecisionService } from './decisions/decision.service.js';
import { MatchReviewController } from './decisions/match-review.controller.js';
import { ProfileDecisionController } from './decisions/profile-decision.controller.js';
import { MatcherTurn } from './matcher-turn.js';
import { Onward } from './onward.js';
import { Pipeline } from './pipeline.js';
import { ReaderWorker } from './reader.worker.js';
import { RenewalWorker } from './renewal.worker.js';
import { ReplayController } from './replay.controller.js';
import { ReplayService } from './replay.service.js';
import { LockController } from './survivorship/lock.controller.js';
import { LockService } from './survivorship/lock.service.js';
import { ProfileSettingsController } from './survivorship/profile-settings.controller.js';
import { ProfileSettingsService } from './survivorship/profile-settings.service.js';
import { RefoldRepository } from './survivorship/refold.repository.js';
import { RefoldWorker } from './survivorship/refold.worker.js';

@Module({
  imports: [LeadsModule, AccountsModule, ProfilesModule, EnrichersModule, DeliveryModule],
  controllers: [
    AccountEditController,
    BacktestController,
    LockController,
    MatchReviewController,
    ProfileDecisionController,
    ProfileSettingsController,
    ReplayController,
  ],
  providers: [
    AccountEditService,
    BacktestRepository,
    BacktestService,
    BacktestWorker,
    DecisionService,
    MatcherTurn,
    Onward,
    Pipeline,
    ReaderWorker,
    RenewalWorker,
    ReplayService,
    LockService,
    ProfileSettingsService,
    RefoldRepository,
    RefoldWorker,
  ],
})
export class PipelineModule {}
