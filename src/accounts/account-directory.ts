import type { Account } from './account.js';
import { keysOfAccount, knownAccount, type KnownAccount } from './matching/index.js';

/** Accounts by the keys under which they are looked for: those that the database found, and those of this batch. */
export class AccountDirectory {
  private readonly accounts = new Map<string, Account>();
  private readonly known = new Map<string, KnownAccount>();
  private readonly byKey = new Map<string, Set<string>>();

  /** `overfull`: keys that so many accounts have that they find none. */
  constructor(
    accounts: readonly Account[],
    private readonly overfull: ReadonlySet<string> = new Set(),
  ) {
    for (const account of accounts) this.put(account);
  }

  /** Adds an account, or what was learned of one. */
  put(account: Account): void {
    const known = knownAccount(account.id, account.name, account.domains, account.country);
    this.accounts.set(account.id, account);
    this.known.set(account.id, known);
    for (const key of keysOfAccount(known)) {
      const held = this.byKey.get(key);
      if (held) held.add(account.id);
      else this.byKey.set(key, new Set([account.id]));
    }
  }

  get(id: string): Account | undefined {
    return this.accounts.get(id);
  }

  candidates(keys: readonly string[]): KnownAccount[] {
    const ids = keys.flatMap((key) => (this.overfull.has(key) ? [] : [...(this.byKey.get(key) ?? [])]));
    return [...new Set(ids)].flatMap((id) => this.known.get(id) ?? []);
  }
}
