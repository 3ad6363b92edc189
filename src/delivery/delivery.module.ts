import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.js';
import { ProfilesModule } from '../profiles/index.js';
import { AlertChannelService } from './alerts/alert-channel.service.js';
import { AlertController } from './alerts/alert.controller.js';
import { AlertQueries } from './alerts/alert.queries.js';
import { AlertWorker } from './alerts/alert.worker.js';
import { NoticeRepository } from './alerts/notice.repository.js';
import { TroubleRepository } from './alerts/trouble.repository.js';
import { CorrectionController } from './corrections/correction.controller.js';
import { CorrectionQueries } from './corrections/correction.queries.js';
import { DeliveryMarker } from './delivery.marker.js';
import { DestinationController } from './destinations/destination.controller.js';
import { DestinationService } from './destinations/destination.service.js';
import { Organisations } from './destinations/organisations.js';
import { Pauses } from './destinations/pauses.js';
import { Sessions } from './destinations/sessions.js';
import { Alongside } from './dispatch/alongside.js';
import { BatchSender } from './dispatch/batch-sender.js';
import { CandidateQueries } from './dispatch/candidate.queries.js';
import { ChildRepository } from './dispatch/child.repository.js';
import { DeliveryRepository } from './dispatch/delivery.repository.js';
import { DraftSender } from './dispatch/draft-sender.js';
import { DispatchWorker } from './dispatch/dispatch.worker.js';
import { Dispatcher } from './dispatch/dispatcher.js';
import { HandOver } from './dispatch/hand-over.js';
import { InHand } from './dispatch/in-hand.js';
import { Interrupter } from './dispatch/interrupter.js';
import { JobCollector } from './dispatch/job-collector.js';
import { JobRepository } from './dispatch/job.repository.js';
import { IntentRepository } from './dispatch/intent.repository.js';
import { OutcomeRepository } from './dispatch/outcome.repository.js';
import { OutcomeWriter } from './dispatch/outcome-writer.js';
import { Pace } from './dispatch/pace.js';
import { SyncSender } from './dispatch/sync-sender.js';
import { Brake } from './brake/brake.js';
import { BrakeController } from './brake/brake.controller.js';
import { FindingQueries } from './landing/finding.queries.js';
import { LandingProof } from './landing/landing.proof.js';
import { LandingRepository } from './landing/landing.repository.js';
import { LandingWorker } from './landing/landing.worker.js';
import { Forgetting } from './plans/forgetting.js';
import { PlanController } from './plans/plan.controller.js';
import { PlanMaker } from './plans/plan.maker.js';
import { PlanQueries } from './plans/plan.queries.js';
import { PlanRepository } from './plans/plan.repository.js';
import { PlanRunRepository } from './plans/plan-run.repository.js';
import { PlanRuns } from './plans/plan-runs.js';
import { PlanService } from './plans/plan.service.js';
import { PlanSubjects } from './plans/plan-subjects.js';
import { PlanWorker } from './plans/plan.worker.js';
import { Reverts } from './undo/reverts.js';
import { WhyController } from './why/why.controller.js';
import { WhyRepository } from './why/why.repository.js';
import { WhyService } from './why/why.service.js';
import { FailureController } from './failures/failure.controller.js';
import { FailureQueries } from './failures/failure.queries.js';
import { FailureService } from './failures/failure.service.js';
import { FieldsController } from './mapping/fields.controller.js';
import { FieldsService } from './mapping/fields.service.js';
import { AccountDeliveryController } from './records/account-delivery.controller.js';
import { Budgets } from './quota/budgets.js';
import { QuotaController } from './quota/quota.controller.js';
import { QuotaForecasts } from './quota/quota-forecasts.js';
import { QuotaQueries } from './quota/quota.queries.js';
import { Shares } from './quota/shares.js';
import { QuotaLedger } from './quota/quota.ledger.js';
import { HistoryQueries } from './records/history.queries.js';
import { OpenDeliveries } from './records/open-deliveries.js';
import { ProfileDeliveryController } from './records/profile-delivery.controller.js';
import { RecordController } from './records/record.controller.js';
import { RecordService } from './records/record.service.js';
import { RunController } from './runs/run.controller.js';
import { RunQueries } from './runs/run.queries.js';
import { RunRepository } from './runs/run.repository.js';
import { BackfillWorker } from './syncs/backfill.worker.js';
import { PreviewService } from './syncs/preview.service.js';
import { Idleness } from './schedules/idleness.js';
import { ScheduleController } from './schedules/schedule.controller.js';
import { SyncPauses } from './schedules/sync-pauses.js';
import { SyncController } from './syncs/sync.controller.js';
import { SyncCheck } from './syncs/sync-check.js';
import { SyncEstimates } from './syncs/sync-estimates.js';
import { SyncRepository } from './syncs/sync.repository.js';
import { SyncService } from './syncs/sync.service.js';
import { SyncTargets } from './syncs/sync-targets.js';

@Module({
  imports: [AccountsModule, ProfilesModule],
  controllers: [
    AccountDeliveryController,
    AlertController,
    CorrectionController,
    DestinationController,
    FailureController,
    FieldsController,
    QuotaController,
    ScheduleController,
    SyncController,
    RecordController,
    ProfileDeliveryController,
    RunController,
    PlanController,
    WhyController,
    BrakeController,
  ],
  providers: [
    AlertChannelService,
    AlertQueries,
    AlertWorker,
    NoticeRepository,
    TroubleRepository,
    BackfillWorker,
    Alongside,
    BatchSender,
    Budgets,
    CandidateQueries,
    ChildRepository,
    CorrectionQueries,
    DeliveryMarker,
    DeliveryRepository,
    DestinationService,
    DispatchWorker,
    Dispatcher,
    FindingQueries,
    DraftSender,
    HandOver,
    FailureQueries,
    FailureService,
    FieldsService,
    HistoryQueries,
    Idleness,
    LandingProof,
    LandingRepository,
    LandingWorker,
    InHand,
    IntentRepository,
    Interrupter,
    JobCollector,
    JobRepository,
    OpenDeliveries,
    Organisations,
    OutcomeRepository,
    OutcomeWriter,
    Pace,
    Pauses,
    Brake,
    Forgetting,
    PlanMaker,
    PlanQueries,
    PlanRepository,
    PlanRunRepository,
    PlanRuns,
    PlanService,
    PlanSubjects,
    PlanWorker,
    Reverts,
    PreviewService,
    QuotaForecasts,
    QuotaLedger,
    QuotaQueries,
    RecordService,
    RunQueries,
    RunRepository,
    Sessions,
    Shares,
    SyncCheck,
    SyncEstimates,
    SyncPauses,
    SyncRepository,
    SyncSender,
    SyncService,
    WhyRepository,
    WhyService,
    SyncTargets,
  ],
  exports: [DeliveryMarker, Sessions],
})
export class DeliveryModule {}
