import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import {
  filterParameters,
  leadEventFilter,
  LeadEventRepository,
  type LeadEventFilter,
  type UnreadLead,
} from '../leads/index.js';
import { notFound, pageOf, type Page, type PageQuery } from '../platform/api/index.js';
import { Settings } from '../platform/config/index.js';
import {
  fence,
  isolate,
  isTurnOver,
  newId,
  row,
  rows,
  withLease,
  type Lease,
} from '../platform/database/index.js';
import { WORK_QUEUE, type WorkQueue } from '../platform/queue/index.js';
import { Ticker } from '../platform/scheduling/index.js';
import { Onward } from './onward.js';
import { BATCH, Pipeline } from './pipeline.js';
import type { ShownReplay, StartedReplay } from './replay.dto.js';

const TOPIC = 'replay';
const WORKSPACES_AT_ONCE = 4;

interface Running {
  readonly id: string;
  readonly filter: LeadEventFilter;
  readonly lastEventId: string | null;
  readonly until: Date;
}

type StoredReplay = Omit<ShownReplay, 'secondsLeft'>;

const SHOWN = `
  SELECT id, filter, status, total, done, created_at AS "createdAt", ended_at AS "endedAt" FROM replay`;

/** Reads leads again from what was received, after a fix of a reader or a change of settings. */
@Injectable()
export class ReplayService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ReplayService.name);
  private stopping = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly settings: Settings,
    private readonly events: LeadEventRepository,
    private readonly pipeline: Pipeline,
    private readonly onward: Onward,
    private readonly ticker: Ticker,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.works) return;
    this.queue.work(TOPIC, (workspaceId) => this.work(workspaceId), { concurrency: WORKSPACES_AT_ONCE });
    this.ticker.everySecond('replay', async () => {
      const waiting = await rows<{ id: string }>(
        this.dataSource.manager,
        `SELECT DISTINCT workspace_id AS id FROM replay WHERE status = 'running'`,
      );
      await Promise.all(waiting.map(({ id }) => this.queue.wake(TOPIC, id)));
    });
  }

  /** Before the queue is closed, which waits for what is in hand. */
  onModuleDestroy(): void {
    this.stopping = true;
  }

  /** Starts a replay of everything that the filter shows now. */
  async start(workspaceId: string, filter: LeadEventFilter): Promise<StartedReplay> {
    const id = newId();
    await this.dataSource.query(
      `INSERT INTO replay (workspace_id, id, filter, until, total)
       SELECT $1, $7, $8, now(), count(*) FROM lead_event e
       WHERE ${leadEventFilter} AND e.status <> 'received' AND e.body IS NOT NULL`,
      [...filterParameters(workspaceId, filter), id, JSON.stringify(filter)],
    );
    await this.queue.wake(TOPIC, workspaceId);
    return { replayId: id };
  }

  async list(workspaceId: string, { limit, cursor }: PageQuery): Promise<Page<ShownReplay>> {
    const read = await rows<StoredReplay>(
      this.dataSource.manager,
      `${SHOWN} WHERE workspace_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
      [workspaceId, cursor ?? null, limit + 1],
    );
    return pageOf(read, limit, show);
  }

  async read(workspaceId: string, id: string): Promise<ShownReplay> {
    const found = await row<StoredReplay>(
      this.dataSource.manager,
      `${SHOWN} WHERE workspace_id = $1 AND id = $2`,
      [workspaceId, id],
    );
    if (!found) throw notFound('replay', id);
    return show(found);
  }

  private async work(workspaceId: string): Promise<void> {
    let goesOn = true;
    const taken = await withLease(this.dataSource, `matcher:${workspaceId}`, async (lease) => {
      while (goesOn && !isTurnOver(lease) && !this.stopping) {
        // The lease keeps the reader out, and what is new must not wait for what is read again.
        await this.pipeline.advance(workspaceId, lease);
        goesOn = await this.step(workspaceId, lease);
        await this.onward.wake(workspaceId);
      }
    });
    if (taken && goesOn && !this.stopping) await this.queue.wake(TOPIC, workspaceId);
  }

  /** One batch of the oldest replay of a workspace; false when none is left. */
  private async step(workspaceId: string, lease: Lease): Promise<boolean> {
    const running = await row<Running>(
      this.dataSource.manager,
      `SELECT id, filter, last_event_id AS "lastEventId", until FROM replay
       WHERE workspace_id = $1 AND status = 'running' ORDER BY id LIMIT 1`,
      [workspaceId],
    );
    if (!running) return false;
    const leads = await this.next(workspaceId, running);
    if (leads.length === 0) await this.end(workspaceId, running.id);
    const again = (some: readonly UnreadLead[]) =>
      this.passing(workspaceId, running.id, lease, some, (manager) =>
        this.pipeline.again(manager, workspaceId, some),
      );
    await isolate(leads, again, async (lead, sqlState) => {
      this.logger.error(
        `Lead ${lead.id} cannot be stored as read again (PostgreSQL error ${sqlState}); it stays`,
      );
      await this.passing(workspaceId, running.id, lease, [lead], () => Promise.resolve());
    });
    return true;
  }

  private next(workspaceId: string, running: Running): Promise<UnreadLead[]> {
    const { filter, lastEventId, until } = running;
    return this.events.again(
      this.dataSource.manager,
      leadEventFilter,
      filterParameters(workspaceId, filter),
      { lastEventId, until, limit: BATCH },
    );
  }

  /** Does something with leads and goes past them, both or neither. */
  private async passing(
    workspaceId: string,
    replayId: string,
    lease: Lease,
    leads: readonly UnreadLead[],
    work: (manager: EntityManager) => Promise<void>,
  ): Promise<void> {
    if (leads.length === 0) return;
    await this.dataSource.transaction(async (manager) => {
      await fence(manager, lease);
      await work(manager);
      await manager.query(
        `UPDATE replay SET done = done + $3, last_event_id = $4 WHERE workspace_id = $1 AND id = $2`,
        [workspaceId, replayId, leads.length, leads.at(-1)?.id],
      );
    });
  }

  private async end(workspaceId: string, id: string): Promise<void> {
    await this.dataSource.query(
      `UPDATE replay SET status = 'done', ended_at = now() WHERE workspace_id = $1 AND id = $2`,
      [workspaceId, id],
    );
  }
}

function show(replay: StoredReplay): ShownReplay {
  const { total, done, createdAt, endedAt } = replay;
  const rate = done / Math.max(1, (Date.now() - createdAt.getTime()) / 1_000);
  const secondsLeft = endedAt ? 0 : rate > 0 ? Math.ceil((total - done) / rate) : null;
  return { ...replay, secondsLeft };
}
