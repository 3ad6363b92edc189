import { Injectable } from '@nestjs/common';
import { normalisePerson, type StatedPerson } from '../normalisation/index.js';
import type { Sql } from '../platform/database/index.js';
import type { Relation } from './account.js';
import { AccountRepository } from './account.repository.js';
import { assignBatch, evidenceText, type PersonToAssign } from './assign-batch.js';
import { evidenceOf, keysOfPerson } from './matching/index.js';
import { RelationRepository, type KnownRelation } from './relation.repository.js';

/** A person as their profile has them. */
export interface AccountPerson {
  readonly profileId: string;
  readonly stated: StatedPerson;
}

/** Gives people to companies. Runs inside the pipeline's transaction, under the workspace's matcher lease. */
@Injectable()
export class AccountService {
  constructor(
    private readonly accounts: AccountRepository,
    private readonly relations: RelationRepository,
  ) {}

  /**
   * Finds or makes the account of each person. Who was given to one by hand stays there, and who says what
   * they said before stays where they are. Answers the accounts that changed, or gained or lost somebody.
   */
  async assign(sql: Sql, workspaceId: string, people: readonly AccountPerson[]): Promise<string[]> {
    const said = people.map(personToAssign).filter(({ evidence }) => namesCompany(evidence));
    const { open, before } = await this.undecided(sql, workspaceId, said);
    if (open.length === 0) return [];
    await this.accounts.hold(sql, workspaceId, 'to assign');
    const keys = new Set(open.flatMap(({ evidence }) => keysOfPerson(evidence)));
    const directory = await this.accounts.candidates(sql, workspaceId, [...keys]);
    const { relations, changed } = assignBatch(open, directory);
    await this.accounts.save(sql, workspaceId, changed);
    await this.relations.save(sql, workspaceId, relations);
    const known = new Set(changed.map(({ id }) => id));
    const moved = accountsOfMoved(relations, before).filter((id) => !known.has(id));
    await this.accounts.countChange(sql, workspaceId, moved);
    return [...known, ...moved];
  }

  private async undecided(
    sql: Sql,
    workspaceId: string,
    people: readonly PersonToAssign[],
  ): Promise<{ open: PersonToAssign[]; before: ReadonlyMap<string, KnownRelation> }> {
    const ids = people.map(({ profileId }) => profileId);
    const known = await this.relations.of(sql, workspaceId, ids);
    const byProfile = new Map(known.map((relation) => [relation.profileId, relation]));
    const open = people.filter((person) => isOpen(person, byProfile.get(person.profileId)));
    return { open, before: byProfile };
  }
}

/** Those that people came to, and those that they left. */
function accountsOfMoved(
  relations: readonly Relation[],
  before: ReadonlyMap<string, KnownRelation>,
): string[] {
  const ids = relations.flatMap(({ profileId, accountId }) => {
    const left = before.get(profileId)?.accountId ?? null;
    return left === accountId ? [] : [left ?? [], accountId ?? []].flat();
  });
  return [...new Set(ids)];
}

function isOpen({ evidence }: PersonToAssign, relation: KnownRelation | undefined): boolean {
  if (!relation) return true;
  if (relation.source === 'person') return false;
  return relation.accountId === null || relation.evidence !== evidenceText(evidence);
}

function personToAssign({ profileId, stated }: AccountPerson): PersonToAssign {
  const companyName = stated.company ?? null;
  return { profileId, evidence: evidenceOf(normalisePerson(stated), companyName), companyName };
}

function namesCompany({ emailDomain, website, company }: PersonToAssign['evidence']): boolean {
  return emailDomain !== null || website !== null || company !== null;
}
