import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { Settings } from '../../platform/config/index.js';
import type { Budget } from '../../systems/index.js';
import type { QuotaLimits } from './grant.js';
import { OrganisationBudget } from './organisation-budget.js';
import { QuotaLedger } from './quota.ledger.js';
import { QuotaReporter } from './quota-reporter.js';
import { currentSpender } from './spender.js';

const SETTLE_EVERY_MS = 1_000;
const FORGET_EVERY_MS = 3_600_000;

/** A session's hold on the budget of the organisation that it turns out to be of. */
export interface SessionBudget extends Budget {
  /** Hears from then on what the vendor says to this session. */
  readonly reporter: QuotaReporter;
  /** Counts everything under the organisation's key, also what was spent before it was known. */
  belongTo(organisationKey: string): Promise<void>;
}

/** The budgets that this process draws on, one an organisation, whatever number of sessions share it. */
@Injectable()
export class Budgets implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Budgets.name);
  private readonly kept = new Map<string, OrganisationBudget>();
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly ledger: QuotaLedger,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.settings.embedded) await this.ledger.endAll(this.dataSource.manager, this.clock.now());
    this.timers.push(
      setInterval(() => void this.settle((budget) => budget.settle()), SETTLE_EVERY_MS).unref(),
      setInterval(() => void this.forget(), FORGET_EVERY_MS).unref(),
    );
  }

  /** After the queue is closed, since what is in hand calls to its end, and before the database is. */
  async onApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.settle((budget) => budget.close());
  }

  /** `subject`: the organisation's key, or what stands for it while that is not known. */
  open(subject: string, limits: QuotaLimits): SessionBudget {
    let of = subject;
    const reporter = new QuotaReporter();
    return {
      reporter,
      spend: (what, work) => {
        const budget = this.budgetOf(of, limits);
        const spender = currentSpender();
        return what === 'job' ? budget.job(spender, work) : budget.call(spender, reporter, work);
      },
      belongTo: async (organisationKey) => {
        if (of === organisationKey) return;
        const before = of;
        of = organisationKey;
        await this.kept.get(before)?.close();
        this.kept.delete(before);
        await this.ledger.move(before, organisationKey);
      },
    };
  }

  /** Books at once what this process called, and what it heard of the day's calls. */
  async book(subject: string): Promise<void> {
    await this.kept.get(subject)?.book();
  }

  /** Lets the next call ask whether the day's calls are still used up. */
  async askAnew(subject: string): Promise<void> {
    await this.ledger.doubt(this.dataSource.manager, subject, this.clock.now());
  }

  private budgetOf(subject: string, limits: QuotaLimits): OrganisationBudget {
    const budget = this.kept.get(subject) ?? new OrganisationBudget(subject, limits, this.ledger, this.clock);
    this.kept.set(subject, budget);
    return budget;
  }

  private async settle(how: (budget: OrganisationBudget) => Promise<void>): Promise<void> {
    for (const budget of this.kept.values()) {
      try {
        await how(budget);
      } catch (error) {
        this.logger.warn(`What was called could not be booked yet: ${String(error)}`);
      }
    }
  }

  private async forget(): Promise<void> {
    await this.ledger.forget(this.dataSource.manager, this.clock.now()).catch((error: unknown) => {
      this.logger.warn(`Old usage could not be dropped: ${String(error)}`);
    });
  }
}

/** What stands for the organisation of a destination that has not signed in yet. */
export function provisionalSubject(destinationId: string): string {
  return `destination:${destinationId}`;
}
