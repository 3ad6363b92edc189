import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { notFound, pageOf, type Page, type PageQuery } from '../../platform/api/index.js';
import { row, rows } from '../../platform/database/index.js';
import {
  JOINED_BY,
  type AccountGroupMetrics,
  type AccountGroupPage,
  type AccountOfGroup,
  type ShownAccountGroup,
  type ShownAccountGroupDetail,
} from './group.dto.js';

/** A group by its oldest account. A reach of 3 takes in all that joins accounts. */
const SHOWN = `
  SELECT m.group_id AS id, a.name, m.size,
    (ARRAY['${JOINED_BY.join("', '")}'])[m.reach + 1:] AS "leftOut"
  FROM account_grouping g
  JOIN account_group_member m ON (m.workspace_id, m.generation) = (g.workspace_id, g.shown)
    AND m.account_id = m.group_id
  JOIN account a ON (a.workspace_id, a.id) = (m.workspace_id, m.account_id)
  WHERE g.workspace_id = $1`;

const NOT_YET: AccountGroupMetrics = {
  accounts: 0,
  groups: 0,
  groupedAccounts: 0,
  singles: 0,
  largest: 0,
  median: null,
  overflow: { groups: 0, accounts: 0 },
  madeAt: null,
};

@Injectable()
export class GroupQueries {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Groups of two or more, or those that leave something out, in the order of their ids. */
  async list(
    workspaceId: string,
    leftOut: AccountGroupPage['leftOut'],
    page: PageQuery,
  ): Promise<Page<ShownAccountGroup>> {
    const wanted = leftOut === undefined ? 'm.size > 1' : `m.reach < 3 AND m.reach <= $4`;
    const read = await rows<ShownAccountGroup>(
      this.dataSource,
      `${SHOWN} AND ${wanted} AND ($2::uuid IS NULL OR m.group_id > $2) ORDER BY m.group_id LIMIT $3`,
      [
        workspaceId,
        page.cursor ?? null,
        page.limit + 1,
        ...(leftOut === undefined ? [] : [JOINED_BY.indexOf(leftOut)]),
      ],
    );
    return pageOf(read, page.limit, (group) => group);
  }

  async read(workspaceId: string, id: string): Promise<ShownAccountGroupDetail> {
    const found = await row<ShownAccountGroup>(this.dataSource, `${SHOWN} AND m.group_id = $2`, [
      workspaceId,
      id,
    ]);
    if (!found) throw notFound('account group', id);
    return { ...found, accounts: await this.accounts(workspaceId, id) };
  }

  async metrics(workspaceId: string): Promise<AccountGroupMetrics> {
    const found = await row<{ metrics: AccountGroupMetrics | null }>(
      this.dataSource,
      `SELECT metrics FROM account_grouping WHERE workspace_id = $1`,
      [workspaceId],
    );
    return found?.metrics ?? NOT_YET;
  }

  private accounts(workspaceId: string, groupId: string): Promise<AccountOfGroup[]> {
    return rows(
      this.dataSource,
      `SELECT a.id, a.name, a.country, a.parent_id AS "parentId",
         ARRAY(SELECT d.domain FROM account_domain d
           WHERE (d.workspace_id, d.account_id) = (a.workspace_id, a.id) ORDER BY d.domain) AS domains
       FROM account_grouping g
       JOIN account_group_member m ON (m.workspace_id, m.generation, m.group_id) = (g.workspace_id, g.shown, $2)
       JOIN account a ON (a.workspace_id, a.id) = (m.workspace_id, m.account_id)
       WHERE g.workspace_id = $1 ORDER BY a.id`,
      [workspaceId, groupId],
    );
  }
}
