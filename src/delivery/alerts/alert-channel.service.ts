import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, MoreThan } from 'typeorm';
import {
  badInput,
  notFound,
  pageOf,
  uniqueName,
  type Page,
  type PageQuery,
} from '../../platform/api/index.js';
import { Settings } from '../../platform/config/index.js';
import { newId } from '../../platform/database/index.js';
import { checkUrl } from '../../platform/http/index.js';
import { SecretBox } from '../../platform/secrets/index.js';
import { AlertChannel } from './alert-channel.entity.js';
import type {
  CreateAlertChannel,
  CreatedAlertChannel,
  ShownAlertChannel,
  UpdateAlertChannel,
} from './alert.dto.js';
import { newSigningKey, sealSecret } from './channel-secret.js';

@Injectable()
export class AlertChannelService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly settings: Settings,
    private readonly secrets: SecretBox,
  ) {}

  /** The key that signs is made here, so that nobody can choose a weak one. */
  async create(
    workspaceId: string,
    { name, url, enabled = true }: CreateAlertChannel,
  ): Promise<CreatedAlertChannel> {
    this.check(url);
    const id = newId();
    const secret = newSigningKey();
    const sealed = sealSecret(this.secrets, secret, { workspaceId, channelId: id });
    await uniqueName('alert channel', name, () =>
      this.dataSource
        .getRepository(AlertChannel)
        .insert({ workspaceId, id, name, url, secret: sealed, enabled }),
    );
    return { ...(await this.read(workspaceId, id)), secret };
  }

  async list(workspaceId: string, { limit, cursor }: PageQuery): Promise<Page<ShownAlertChannel>> {
    const read = await this.dataSource.getRepository(AlertChannel).find({
      where: { workspaceId, ...(cursor && { id: MoreThan(cursor) }) },
      order: { id: 'ASC' },
      take: limit + 1,
    });
    return pageOf(read, limit, show);
  }

  async read(workspaceId: string, id: string): Promise<ShownAlertChannel> {
    return show(await this.find(workspaceId, id));
  }

  async update(workspaceId: string, id: string, change: UpdateAlertChannel): Promise<ShownAlertChannel> {
    const before = await this.find(workspaceId, id);
    if (change.url !== undefined) this.check(change.url);
    await uniqueName('alert channel', change.name ?? before.name, () =>
      this.dataSource
        .getRepository(AlertChannel)
        .update({ workspaceId, id }, { ...change, lastFailure: null }),
    );
    return this.read(workspaceId, id);
  }

  /** What it was still to be told goes with it. */
  async delete(workspaceId: string, id: string): Promise<void> {
    await this.find(workspaceId, id);
    await this.dataSource.getRepository(AlertChannel).delete({ workspaceId, id });
  }

  private async find(workspaceId: string, id: string): Promise<AlertChannel> {
    const found = await this.dataSource.getRepository(AlertChannel).findOneBy({ workspaceId, id });
    if (!found) throw notFound('alert channel', id);
    return found;
  }

  private check(url: string): void {
    const message = checkUrl(url, { allowPrivateNetwork: this.settings.ALLOW_PRIVATE_NETWORK });
    if (message !== null) throw badInput([{ path: 'url', message }]);
  }
}

function show({ id, name, url, enabled, lastSentAt, lastFailure, createdAt, updatedAt }: AlertChannel) {
  return { id, name, url, enabled, lastSentAt, lastFailure, createdAt, updatedAt };
}
