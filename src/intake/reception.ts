import { Injectable } from '@nestjs/common';
import { Ledger, Overloaded } from '../leads/index.js';
import { ProblemError } from '../platform/api/index.js';
import { Metrics } from '../platform/telemetry/index.js';
import { SourceSecrets, type OpenSource } from './source-secrets.js';
import type { SourceType } from './source.entity.js';

const LONGEST_CONTENT_TYPE = 200;

/** What senders of every kind meet: a secret that opens a source, and a ledger that keeps what they send. */
@Injectable()
export class Reception {
  private readonly kept: ReturnType<Metrics['counter']>;

  constructor(
    private readonly secrets: SourceSecrets,
    private readonly ledger: Ledger,
    metrics: Metrics,
  ) {
    this.kept = metrics.counter({ name: 'leads_kept_total', help: 'Leads received and committed' });
  }

  /** The source whose address was called, or a 404. */
  async open(type: SourceType, secret: string): Promise<OpenSource> {
    const source = await this.secrets.open(type, secret);
    if (source) return source;
    throw new ProblemError(404, 'This address opens no source. Look up the present one of the source.');
  }

  /** Resolves with the event's id once the body is committed; a 503 when too much waits for that. */
  async keep(
    { workspaceId, sourceId }: OpenSource,
    contentType: string | undefined,
    body: Buffer,
  ): Promise<string> {
    const shown = contentType?.slice(0, LONGEST_CONTENT_TYPE) ?? null;
    try {
      const eventId = await this.ledger.receive({ workspaceId, sourceId, contentType: shown, body });
      this.kept.inc();
      return eventId;
    } catch (error) {
      if (error instanceof Overloaded)
        throw new ProblemError(503, 'Too much waits to be stored. Send it again.');
      throw error;
    }
  }
}
