import { Injectable } from '@nestjs/common';
import { normaliseCompany } from '../../normalisation/index.js';
import type { Sql } from '../../platform/database/index.js';
import { labelOf } from '../matching/index.js';
import { GroupRepository, type AccountToRead, type Bond } from './group.repository.js';

const READ_A_STEP = 1_000;
const PLACED_A_STEP = 500;
const DELETED_A_STEP = 5_000;

/** Each step is one short transaction. */
export type InStep = <T>(step: (sql: Sql) => Promise<T>) => Promise<T>;

/** Makes the groups of a workspace's accounts. */
@Injectable()
export class Grouping {
  constructor(private readonly groups: GroupRepository) {}

  /** Makes all groups anew and shows them. One that is left before its end (`goesOn`) shows nothing new. */
  async run(workspaceId: string, inStep: InStep, goesOn: () => boolean): Promise<void> {
    const generation = await inStep((sql) => this.groups.begin(sql, workspaceId));
    while ((await inStep((sql) => this.readChanged(sql, workspaceId))) === READ_A_STEP) if (!goesOn()) return;
    const placed = await walk(inStep, goesOn, (sql, after) =>
      this.groups.place(sql, workspaceId, generation, after, PLACED_A_STEP),
    );
    if (!placed) return;
    await inStep((sql) => this.groups.show(sql, workspaceId, generation));
    await walk(inStep, goesOn, (sql, after) =>
      this.groups.deleteOld(sql, workspaceId, after, DELETED_A_STEP),
    );
  }

  private async readChanged(sql: Sql, workspaceId: string): Promise<number> {
    const accounts = await this.groups.takeChanged(sql, workspaceId, READ_A_STEP);
    if (accounts.length === 0) return 0;
    const ids = accounts.map(({ id }) => id);
    await this.groups.saveBonds(sql, workspaceId, ids, accounts.flatMap(bondsOf));
    return accounts.length;
  }
}

/** Goes from step to step, each of which answers where it ended; false when it was left before the end. */
async function walk(
  inStep: InStep,
  goesOn: () => boolean,
  step: (sql: Sql, after: string | null) => Promise<string | null>,
): Promise<boolean> {
  for (let after: string | null = null; goesOn();) {
    const from: string | null = after;
    after = await inStep((sql) => step(sql, from));
    if (after === null) return true;
  }
  return false;
}

function bondsOf({ id, name, domains }: AccountToRead): Bond[] {
  const called = normaliseCompany(name)?.key ?? '';
  const bonds: Bond[] = [
    { accountId: id, kind: 'name', key: called },
    ...domains.map((domain) => ({ accountId: id, kind: 'domain-family' as const, key: labelOf(domain) })),
  ];
  return bonds.filter(({ key }) => key !== '');
}
