import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { isolate, outlast } from '../../platform/database/index.js';
import type { Verdict } from '../../systems/index.js';
import { allToTheEnd } from './all-to-the-end.js';
import { DeliveryRepository } from './delivery.repository.js';
import { IntentRepository } from './intent.repository.js';
import { cannotBeStored, notStored, type Outcome } from './outcome.js';
import { ordinary } from './orders.js';
import { OutcomeRepository } from './outcome.repository.js';
import type { DeliveryRef, PreparedWrite } from './prepared.js';
import type { SendContext } from './send-context.js';

type Claimed = SendContext & { readonly token: string };

/** Writes of one transaction; of a job there are many more. */
const AT_ONCE = 500;
/** Transactions that write down outcomes at once: the database works on one while the next is made. */
const LANES = 3;

/**
 * What a vendor did is known here alone, and the name of its job nowhere else: it is worth waiting for a database that
 * restarts. Done twice, it finds its claim ended.
 */
const OUTLAST_MS = 30_000;

/** Writes down what is about to be sent and what came of it. A record that cannot be stored holds back no other. */
@Injectable()
export class OutcomeWriter {
  private readonly logger = new Logger(OutcomeWriter.name);

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly deliveries: DeliveryRepository,
    private readonly intents: IntentRepository,
    private readonly outcomes: OutcomeRepository,
    private readonly clock: Clock,
  ) {}

  /** Answers those that may be sent, each with the id it is written down under, and those that the database refuses. */
  async intend(context: Claimed, writes: readonly PreparedWrite[]) {
    const intended = new Map<string, string>();
    const refused = new Map<string, Verdict>();
    const intend = async (some: readonly PreparedWrite[]): Promise<void> => {
      const ids = await this.dataSource.transaction((manager) => this.intents.intend(manager, context, some));
      for (const [id, recordId] of ids) intended.set(id, recordId);
    };
    for (const some of partsOf(writes)) {
      await isolate(some, intend, ({ delivery }, sqlState) => {
        refused.set(delivery.id, { verdict: 'rejected', ...cannotBeStored(sqlState) });
      });
    }
    return { intended, refused };
  }

  async record(context: SendContext, outcomes: readonly Outcome[]): Promise<void> {
    const { orders = ordinary } = context;
    const record = (some: readonly Outcome[]): Promise<void> =>
      outlast(
        () =>
          this.dataSource.transaction(async (manager) => {
            await orders.recorded(manager, await this.outcomes.record(manager, context, some));
          }),
        OUTLAST_MS,
      );
    const parts = partsOf(outcomes.map((outcome) => orders.told(outcome))).values();
    const lane = async (): Promise<void> => {
      for (const some of parts) {
        await isolate(some, record, (outcome, sqlState) => {
          this.logger.error(
            `Record ${outcome.id} cannot be stored as it came out (PostgreSQL error ${sqlState})`,
          );
          return record([notStored(outcome, sqlState)]);
        });
      }
    };
    await allToTheEnd(Array.from({ length: LANES }, () => lane));
  }

  /** Gives rows back as they were, after nothing was sent for them. */
  async giveBack(
    { workspaceId, token }: Claimed,
    claimed: readonly Pick<DeliveryRef, 'id' | 'wasUnknown'>[],
    seconds: number,
  ): Promise<void> {
    const dueAt = new Date(this.clock.now().getTime() + seconds * 1_000);
    for (const some of partsOf(claimed))
      await this.deliveries.giveBack(this.dataSource.manager, workspaceId, token, some, dueAt);
  }
}

function partsOf<T>(all: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start < all.length; start += AT_ONCE) parts.push(all.slice(start, start + AT_ONCE));
  return parts;
}
