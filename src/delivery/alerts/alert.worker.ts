import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { Settings } from '../../platform/config/index.js';
import { withLease } from '../../platform/database/index.js';
import { OUTBOUND_HTTP, OutboundError, type OutboundHttp } from '../../platform/http/index.js';
import { Ticker } from '../../platform/scheduling/index.js';
import { SecretBox, SecretError } from '../../platform/secrets/index.js';
import { secretOf } from './channel-secret.js';
import { NoticeRepository, type DueNotice } from './notice.repository.js';
import { TroubleRepository } from './trouble.repository.js';
import { signatureHeaders } from './webhook-signature.js';

const LOOK_EVERY_MS = 3_000;
const AT_ONCE = 10;
const TIMEOUT_MS = 10_000;
/** Longer than a notice can take: one whose process died is sent again then. */
const HELD_MS = 60_000;
const FIRST_RETRY_MS = 2_000;
/** About three days. */
const MOST_ATTEMPTS = 24;
const LONGEST_RETRY_MS = 6 * 3_600_000;
const MOST_BYTES = 64 * 1024;

/** Finds out when a sync's troubles begin and end, and tells the channels of its workspace. */
@Injectable()
export class AlertWorker implements OnApplicationBootstrap {
  private readonly logger = new Logger(AlertWorker.name);
  private nextLook = 0;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly settings: Settings,
    private readonly troubles: TroubleRepository,
    private readonly notices: NoticeRepository,
    private readonly secrets: SecretBox,
    private readonly ticker: Ticker,
    private readonly clock: Clock,
    @Inject(OUTBOUND_HTTP) private readonly http: OutboundHttp,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.works) return;
    this.ticker.everySecond('troubles', () => this.look());
    this.ticker.everySecond('notices', () => this.tell());
  }

  private async look(): Promise<void> {
    const now = this.clock.now();
    if (now.getTime() < this.nextLook) return;
    this.nextLook = now.getTime() + LOOK_EVERY_MS;
    await withLease(this.dataSource, 'troubles', async () => {
      const found = await this.troubles.find(this.dataSource.manager, now);
      const changes = await this.dataSource.transaction((manager) => this.troubles.note(manager, found, now));
      if (changes > 0) this.logger.warn(`${changes} trouble(s) of syncs began or ended`);
    });
  }

  private async tell(): Promise<void> {
    const now = this.clock.now();
    if (!(await this.notices.areDue(this.dataSource.manager, now))) return;
    const heldUntil = new Date(now.getTime() + HELD_MS);
    const due = await this.notices.take(this.dataSource.manager, now, heldUntil, AT_ONCE);
    await Promise.all(due.map((notice) => this.tellOne(notice)));
  }

  private async tellOne(notice: DueNotice): Promise<void> {
    const failure = await this.post(notice);
    const { manager } = this.dataSource;
    const now = this.clock.now();
    await this.notices.remember(manager, notice, failure, now);
    if (failure === null || notice.attempt >= MOST_ATTEMPTS) return this.notices.settle(manager, notice);
    const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (notice.attempt - 1));
    return this.notices.putOff(manager, notice, new Date(now.getTime() + wait));
  }

  /** Why the channel does not have it; null when it does. */
  private async post(notice: DueNotice): Promise<string | null> {
    const { alert, url, channelId, workspaceId } = notice;
    const body = JSON.stringify({ type: `sync.${alert.kind}`, workspaceId, ...alert });
    try {
      const signature = signatureHeaders(alert.id, body, secretOf(this.secrets, notice), this.clock.now());
      const { status } = await this.http.request({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/json', ...signature },
        body,
        timeoutMs: TIMEOUT_MS,
        maxResponseBytes: MOST_BYTES,
        peer: channelId,
      });
      return status >= 200 && status < 300 ? null : `It answered with status ${status}.`;
    } catch (error) {
      if (error instanceof OutboundError || error instanceof SecretError) return error.message;
      throw error;
    }
  }
}
