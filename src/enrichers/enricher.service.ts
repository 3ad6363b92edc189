import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, MoreThan } from 'typeorm';
import { badInput, notFound, pageOf, uniqueName, type Page, type PageQuery } from '../platform/api/index.js';
import { Settings } from '../platform/config/index.js';
import { newId } from '../platform/database/index.js';
import { SecretBox, type SealedColumn } from '../platform/secrets/index.js';
import { enricherProblems } from './check-enricher.js';
import type { CreateEnricher, ShownEnricher, UpdateEnricher } from './enricher.dto.js';
import { Enricher } from './enricher.entity.js';
import { originOf } from './url-template.js';

export const enricherCredentials: SealedColumn = {
  table: 'enricher',
  column: 'credentials',
  purpose: 'enricher-credentials',
};

type Key = Pick<Enricher, 'workspaceId' | 'id'>;

@Injectable()
export class EnricherService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly settings: Settings,
    private readonly secrets: SecretBox,
  ) {}

  async create(workspaceId: string, input: CreateEnricher): Promise<ShownEnricher> {
    const { name, url, mapping, credentials = {} } = input;
    this.check(input);
    const id = newId();
    await uniqueName('enricher', name, () =>
      this.dataSource.getRepository(Enricher).insert({
        workspaceId,
        id,
        name,
        url,
        mapping,
        ...this.sealed({ workspaceId, id }, credentials),
        timeoutMs: input.timeoutMs ?? 5_000,
        callsPerDay: input.callsPerDay ?? 1_000,
        cacheHours: input.cacheHours ?? 720,
        enabled: input.enabled ?? true,
      }),
    );
    return this.read(workspaceId, id);
  }

  async list(workspaceId: string, { limit, cursor }: PageQuery): Promise<Page<ShownEnricher>> {
    const read = await this.dataSource.getRepository(Enricher).find({
      where: { workspaceId, ...(cursor && { id: MoreThan(cursor) }) },
      order: { id: 'ASC' },
      take: limit + 1,
    });
    return pageOf(read, limit, show);
  }

  async read(workspaceId: string, id: string): Promise<ShownEnricher> {
    return show(await this.find(workspaceId, id));
  }

  /** A changed enricher is tried again at once. */
  async update(workspaceId: string, id: string, change: UpdateEnricher): Promise<ShownEnricher> {
    const before = await this.find(workspaceId, id);
    this.check(change);
    if (change.url !== undefined) refuseSecretsElsewhere(before, change.url, change);
    const { credentials, ...plain } = change;
    const after = { ...plain, ...(credentials && this.sealed(before, credentials)) };
    await uniqueName('enricher', change.name ?? before.name, () =>
      this.dataSource
        .getRepository(Enricher)
        .update({ workspaceId, id }, { ...after, pausedUntil: null, lastFailure: null }),
    );
    return this.read(workspaceId, id);
  }

  /** What it answered goes with it. */
  async delete(workspaceId: string, id: string): Promise<void> {
    await this.find(workspaceId, id);
    await this.dataSource.getRepository(Enricher).delete({ workspaceId, id });
  }

  /** The headers to send along. */
  headersOf(enricher: Pick<Enricher, 'workspaceId' | 'id' | 'credentials'>): Record<string, string> {
    return JSON.parse(this.secrets.open(enricher.credentials, place(enricher))) as Record<string, string>;
  }

  private async find(workspaceId: string, id: string): Promise<Enricher> {
    const found = await this.dataSource.getRepository(Enricher).findOneBy({ workspaceId, id });
    if (!found) throw notFound('enricher', id);
    return found;
  }

  private check(input: Partial<CreateEnricher>): void {
    const problems = enricherProblems(input, { allowPrivateNetwork: this.settings.ALLOW_PRIVATE_NETWORK });
    if (problems.length > 0) throw badInput(problems);
  }

  private sealed(key: Key, credentials: Readonly<Record<string, string>>) {
    return {
      credentials: this.secrets.seal(JSON.stringify(credentials), place(key)),
      credentialNames: Object.keys(credentials),
    };
  }
}

function place({ workspaceId, id }: Key) {
  return { workspaceId, recordId: id, purpose: enricherCredentials.purpose };
}

/** Whoever may change an address must not get secrets sent to it that they do not know. */
function refuseSecretsElsewhere(before: Enricher, url: string, { credentials }: UpdateEnricher): void {
  if (credentials || before.credentialNames.length === 0 || originOf(url) === originOf(before.url)) return;
  throw badInput([{ path: 'credentials', message: 'must be entered again for another host' }]);
}

function show(enricher: Enricher): ShownEnricher {
  const { id, name, url, mapping, timeoutMs, callsPerDay, cacheHours, enabled } = enricher;
  const { pausedUntil, lastFailure, createdAt, updatedAt, credentialNames } = enricher;
  const credentials = Object.fromEntries(credentialNames.map((header) => [header, { set: true as const }]));
  const settings = { id, name, url, mapping, credentials, timeoutMs, callsPerDay, cacheHours, enabled };
  return { ...settings, pausedUntil, lastFailure, createdAt, updatedAt };
}
