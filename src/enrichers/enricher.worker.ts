import { createHash } from 'node:crypto';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { enrich, readEnrichmentSettings, type EnrichmentSettings } from '../enrichment/index.js';
import { Clock } from '../platform/clock.js';
import { Settings } from '../platform/config/index.js';
import { OUTBOUND_HTTP, OutboundError, type OutboundHttp } from '../platform/http/index.js';
import { WORK_QUEUE, type WorkQueue } from '../platform/queue/index.js';
import { Ticker } from '../platform/scheduling/index.js';
import { SecretError } from '../platform/secrets/index.js';
import { ProfileRepository, type Profile } from '../profiles/index.js';
import { readAnswer, type Answer } from './answer.js';
import { ENRICH } from './enricher.marker.js';
import { LONGEST_TIMEOUT_MS } from './enricher.dto.js';
import { EnricherService } from './enricher.service.js';
import {
  QuestionRepository,
  type DueQuestion,
  type Outcome,
  type ReadyEnricher,
} from './question.repository.js';
import { fillUrl } from './url-template.js';

const WORKSPACES_AT_ONCE = 2;
const AT_ONCE = 5;
const BATCHES_A_TURN = 20;
/** Longer than a batch can take: a question whose process died is asked again then. */
const HELD_MS = (AT_ONCE + 1) * LONGEST_TIMEOUT_MS;
const MOST_ATTEMPTS = 6;
const FIRST_RETRY_MS = 30_000;
const FAILURES_TO_PAUSE = 5;
const PAUSE_MS = 300_000;
const MOST_BYTES = 1024 * 1024;
const HOUR_MS = 3_600_000;

/** Asks other services about people, beside the way of the leads, so that none of them ever waits for it. */
@Injectable()
export class EnricherWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(EnricherWorker.name);
  private stopping = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly ticker: Ticker,
    private readonly questions: QuestionRepository,
    private readonly enrichers: EnricherService,
    private readonly profiles: ProfileRepository,
    @Inject(OUTBOUND_HTTP) private readonly http: OutboundHttp,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.works) return;
    this.queue.work(ENRICH, (workspaceId) => this.work(workspaceId), { concurrency: WORKSPACES_AT_ONCE });
    this.ticker.everySecond(ENRICH, async () => {
      for (const { id } of await this.questions.workspacesWithDue(this.dataSource.manager, this.clock.now()))
        await this.queue.wake(ENRICH, id);
    });
  }

  /** Before the queue is closed, which waits for what is in hand. */
  onModuleDestroy(): void {
    this.stopping = true;
  }

  private async work(workspaceId: string): Promise<void> {
    for (let batch = 0; batch < BATCHES_A_TURN && !this.stopping; batch += 1) {
      const ready = await this.questions.ready(this.dataSource.manager, workspaceId, this.clock.now());
      const asked = await Promise.all(ready.map((enricher) => this.ask(enricher)));
      if (!asked.some((count) => count > 0)) return;
    }
  }

  /** Answers how many questions were taken. */
  private async ask(enricher: ReadyEnricher): Promise<number> {
    const { workspaceId } = enricher;
    const now = this.clock.now();
    const heldUntil = new Date(now.getTime() + HELD_MS);
    const limit = Math.min(AT_ONCE, enricher.left);
    const due = await this.questions.take(this.dataSource.manager, enricher, { now, heldUntil, limit });
    if (due.length === 0) return 0;
    const ids = due.map(({ profileId }) => profileId);
    const people = await this.profiles.byIds(this.dataSource.manager, workspaceId, ids);
    const told = await readEnrichmentSettings(this.dataSource.manager, workspaceId);
    for (const profile of people) {
      // Those that are left are asked about when they are not held for this any more.
      if (this.stopping) break;
      const question = due.find(({ profileId }) => profileId === profile.id);
      if (!question) continue;
      const outcome = await this.outcomeOf(enricher, question, urlFor(enricher, profile, told));
      await this.dataSource.transaction((manager) =>
        this.questions.settle(manager, enricher, outcome, { heldUntil, now: this.clock.now() }),
      );
    }
    this.logger.debug(`Enricher ${enricher.id} took ${due.length} question(s)`);
    return due.length;
  }

  private async outcomeOf(
    enricher: ReadyEnricher,
    { profileId, attempt }: DueQuestion,
    url: string | null,
  ): Promise<Outcome> {
    const now = this.clock.now();
    const rest = {
      profileId,
      dueAt: now,
      attempt,
      urlHash: null,
      expiresAt: null,
      message: null,
      values: {},
    };
    if (url === null) return { ...rest, status: 'nothing-to-ask' };
    const urlHash = createHash('sha256').update(url).digest();
    const known = await this.questions.known(this.dataSource.manager, enricher, urlHash, now);
    if (known) return { ...rest, status: 'answered', urlHash, ...known };
    const answer = await this.call(enricher, url);
    if (answer.kind === 'values') {
      const expiresAt = new Date(this.clock.now().getTime() + enricher.cacheHours * HOUR_MS);
      return { ...rest, status: 'answered', urlHash, expiresAt, values: answer.values };
    }
    const again = answer.retry && attempt < MOST_ATTEMPTS;
    const dueAt = new Date(now.getTime() + FIRST_RETRY_MS * 2 ** (attempt - 1));
    return { ...rest, status: again ? 'due' : 'failed', dueAt, message: answer.message };
  }

  private async call(enricher: ReadyEnricher, url: string): Promise<Answer> {
    const { manager } = this.dataSource;
    await this.questions.spend(manager, enricher, 1, this.clock.now());
    const answer = await this.exchange(enricher, url);
    await this.questions.remember(manager, enricher, answer.kind === 'failed' ? answer.message : null, {
      failuresToPause: FAILURES_TO_PAUSE,
      pausedUntil: new Date(this.clock.now().getTime() + PAUSE_MS),
    });
    return answer;
  }

  private async exchange(enricher: ReadyEnricher, url: string): Promise<Answer> {
    try {
      const { status, body } = await this.http.request({
        method: 'GET',
        url,
        headers: { accept: 'application/json', ...this.enrichers.headersOf(enricher) },
        timeoutMs: enricher.timeoutMs,
        maxResponseBytes: MOST_BYTES,
        peer: enricher.id,
      });
      return readAnswer(status, body, enricher.mapping);
    } catch (error) {
      if (error instanceof SecretError) return { kind: 'failed', message: error.message, retry: false };
      if (!(error instanceof OutboundError)) throw error;
      return { kind: 'failed', message: error.message, retry: error.kind !== 'blocked' };
    }
  }
}

function urlFor({ url }: ReadyEnricher, { fields }: Profile, settings: EnrichmentSettings): string | null {
  const known = Object.entries({ ...fields, ...enrich(fields, settings) });
  return fillUrl(url, Object.fromEntries(known.map(([name, { value }]) => [name, value])));
}
