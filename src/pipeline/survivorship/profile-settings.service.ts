import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { badInput } from '../../platform/api/index.js';
import { rows, type Sql } from '../../platform/database/index.js';
import { WORK_QUEUE, type WorkQueue } from '../../platform/queue/index.js';
import {
  readSurvivorshipRules,
  ruleProblems,
  saveSurvivorshipRules,
  sourcesIn,
  type RulesChange,
} from '../../profiles/index.js';
import type { ShownProfileSettings } from './profile-settings.dto.js';
import { RefoldRepository } from './refold.repository.js';
import { REFOLD } from './refold.worker.js';

@Injectable()
export class ProfileSettingsService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly refolds: RefoldRepository,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
  ) {}

  async read(workspaceId: string): Promise<ShownProfileSettings> {
    const survivorship = await readSurvivorshipRules(this.dataSource, workspaceId);
    return { survivorship, refoldId: (await this.refolds.running(workspaceId))?.id ?? null };
  }

  /** Saves changed rules together with the refold by which they come to hold for everybody. */
  async change(workspaceId: string, sent: Readonly<Record<string, unknown>>): Promise<ShownProfileSettings> {
    const problems = ruleProblems(sent);
    if (problems.length > 0) throw badInput(problems);
    await this.dataSource.transaction(async (manager) => {
      await refuseUnknownSources(manager, workspaceId, sent as RulesChange);
      const changed = await saveSurvivorshipRules(manager, workspaceId, sent as RulesChange);
      if (changed) await this.refolds.start(manager, workspaceId);
    });
    await this.queue.wake(REFOLD, workspaceId);
    return this.read(workspaceId);
  }
}

async function refuseUnknownSources(sql: Sql, workspaceId: string, change: RulesChange): Promise<void> {
  const named = sourcesIn(change);
  const found = await rows<{ id: string }>(
    sql,
    `SELECT id FROM source WHERE workspace_id = $1 AND id = ANY($2::uuid[])`,
    [workspaceId, named.map(({ id }) => id)],
  );
  const known = new Set(found.map(({ id }) => id));
  const unknown = named.filter(({ id }) => !known.has(id));
  if (unknown.length > 0)
    throw badInput(unknown.map(({ path }) => ({ path, message: 'is no source of this workspace' })));
}
