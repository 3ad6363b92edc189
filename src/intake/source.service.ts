import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, MoreThan } from 'typeorm';
import { READ } from '../leads/index.js';
import {
  badInput,
  notFound,
  pageOf,
  uniqueName,
  type FieldError,
  type Page,
  type PageQuery,
} from '../platform/api/index.js';
import { Settings } from '../platform/config/index.js';
import { newId } from '../platform/database/index.js';
import { WORK_QUEUE, type WorkQueue } from '../platform/queue/index.js';
import { changedConfig, configProblems } from './source-config.js';
import type { CreateSource, IntakeAddress, NewSource, ShownSource, UpdateSource } from './source.dto.js';
import { Source, type SourceType } from './source.entity.js';
import { SourceSecrets } from './source-secrets.js';

@Injectable()
export class SourceService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly secrets: SourceSecrets,
    private readonly settings: Settings,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
  ) {}

  async create(
    workspaceId: string,
    { type, name, config = {}, credentials = {} }: CreateSource,
  ): Promise<NewSource> {
    refuse([...configProblems(type, config), ...credentialProblems(type, credentials)]);
    const id = newId();
    const secret = await uniqueName('source', name, () =>
      this.dataSource.transaction(async (manager) => {
        await manager.insert(Source, {
          workspaceId,
          id,
          type,
          name,
          config: changedConfig({}, config),
          enabled: true,
          quarantined: false,
        });
        return this.secrets.rotate(manager, workspaceId, id);
      }),
    );
    return { ...(await this.read(workspaceId, id)), ...this.address(type, secret) };
  }

  async list(workspaceId: string, { limit, cursor }: PageQuery): Promise<Page<ShownSource>> {
    const read = await this.dataSource.getRepository(Source).find({
      where: { workspaceId, ...(cursor && { id: MoreThan(cursor) }) },
      order: { id: 'ASC' },
      take: limit + 1,
    });
    return pageOf(read, limit, show);
  }

  async read(workspaceId: string, id: string): Promise<ShownSource> {
    return show(await this.find(workspaceId, id));
  }

  async update(
    workspaceId: string,
    id: string,
    { config: settings = {}, ...change }: UpdateSource,
  ): Promise<ShownSource> {
    const source = await this.find(workspaceId, id);
    refuse(configProblems(source.type, settings));
    const config = changedConfig(source.config, settings);
    await uniqueName('source', change.name ?? source.name, () =>
      this.dataSource
        .getRepository(Source)
        .update({ workspaceId, id }, { ...change, config, updatedAt: new Date() }),
    );
    this.secrets.forget();
    return this.read(workspaceId, id);
  }

  /** Closes the address for ever. What was received stays, and what it became. */
  async delete(workspaceId: string, id: string): Promise<void> {
    await this.find(workspaceId, id);
    await this.dataSource.transaction(async (manager) => {
      await manager.query(`DELETE FROM source_secret WHERE workspace_id = $1 AND source_id = $2`, [
        workspaceId,
        id,
      ]);
      await manager.softDelete(Source, { workspaceId, id });
    });
    this.secrets.forget();
  }

  async rotateSecret(workspaceId: string, id: string): Promise<IntakeAddress> {
    const { type } = await this.find(workspaceId, id);
    const secret = await this.dataSource.transaction((manager) =>
      this.secrets.rotate(manager, workspaceId, id),
    );
    return this.address(type, secret);
  }

  async retirePreviousSecret(workspaceId: string, id: string): Promise<ShownSource> {
    const source = await this.find(workspaceId, id);
    await this.secrets.retirePrevious(this.dataSource.manager, workspaceId, id);
    return show(source);
  }

  /** What arrives from now on is kept, and none of it becomes a person until it is released. */
  async quarantine(workspaceId: string, id: string): Promise<ShownSource> {
    await this.find(workspaceId, id);
    await this.dataSource.getRepository(Source).update({ workspaceId, id }, { quarantined: true });
    return this.read(workspaceId, id);
  }

  /** Ends the quarantine and lets on what was kept meanwhile. */
  async release(workspaceId: string, id: string): Promise<ShownSource> {
    await this.find(workspaceId, id);
    await this.dataSource.transaction(async (manager) => {
      await manager.update(Source, { workspaceId, id }, { quarantined: false });
      await manager.query(
        `UPDATE lead_event SET status = 'received'
         WHERE workspace_id = $1 AND source_id = $2 AND status = 'quarantined'`,
        [workspaceId, id],
      );
    });
    await this.queue.wake(READ, workspaceId);
    return this.read(workspaceId, id);
  }

  private async find(workspaceId: string, id: string): Promise<Source> {
    const source = await this.dataSource.getRepository(Source).findOneBy({ workspaceId, id });
    if (!source) throw notFound('source', id);
    return source;
  }

  private address(type: SourceType, secret: string): IntakeAddress {
    const intakePath = `/intake/${type}/${secret}`;
    const { PUBLIC_URL } = this.settings;
    return { intakePath, intakeUrl: PUBLIC_URL ? new URL(intakePath, PUBLIC_URL).toString() : null };
  }
}

/** Senders are given nothing but the address with its secret. */
function credentialProblems(type: SourceType, given: Readonly<Record<string, unknown>>): FieldError[] {
  return Object.keys(given).map((name) => ({
    path: `credentials.${name}`,
    message: `is not a setting of a ${type} source`,
  }));
}

function refuse(problems: readonly FieldError[]): void {
  if (problems.length > 0) throw badInput(problems);
}

function show(source: Source): ShownSource {
  const { id, type, name, config, enabled, quarantined, validatedAt, createdAt, updatedAt } = source;
  return {
    id,
    type,
    name,
    config,
    credentials: {},
    enabled,
    quarantined,
    connectionValidatedAt: validatedAt,
    createdAt,
    updatedAt,
  };
}
