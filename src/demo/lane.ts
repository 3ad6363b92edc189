import type { Account, Page, Profile, SyncRecord } from './answers.js';
import type { Api } from './api.js';
import type { Tone } from './narrator.js';
import type { Change, Remote, RemoteRecord } from './remote.js';
import type { Vendor, VendorSync } from './vendor.js';
import { deliveryOf } from './wording.js';

/** A sync that was made, by what it is in the story. */
export interface MadeSync {
  readonly id: string;
  readonly plan: VendorSync;
}

export interface Tale {
  readonly text: string;
  readonly changes: readonly Change[];
  readonly tone: Tone;
}

/** Statuses in which more is to come within moments. */
const UNDER_WAY = new Set(['due', 'sending', 'waiting', 'unknown']);
/** Holds that end by themselves as soon as what is missing stands over there. */
const WAITING = new Set(['waits-for-parent', 'no-such-lead']);

/** The way to one system: its syncs, asked over the API, and its stand-in, looked into from the other side. */
export class Lane {
  /** The people over there as they were when last told of. */
  private seen: ReadonlyMap<string, RemoteRecord> = new Map();

  constructor(
    private readonly api: Api,
    readonly vendor: Vendor,
    readonly remote: Remote,
    readonly syncs: readonly MadeSync[],
  ) {}

  async remember(): Promise<void> {
    this.seen = await this.look();
  }

  /** Waits until nothing about this person and their company is under way, and says what was done. */
  async tellOf(profileId: string): Promise<Tale> {
    const { vendor } = this;
    const profile = await this.api.get<Profile>(`/api/v1/profiles/${profileId}`);
    let told: SyncRecord | null = null;
    for (const sync of this.syncs) {
      const record = await this.settled(sync, profile);
      if (sync.plan.object === vendor.tells) told = record;
    }
    if (!told) return { text: 'their company is not known, so nothing is sent', changes: [], tone: 'aside' };
    if (!vendor.people) return listTale(told, await this.companyOf(profile));
    const now = await this.look();
    const id = told.remoteId ?? '';
    const after = now.get(id);
    const tale = deliveryOf(vendor.people, told, this.seen.get(id), after);
    const beside = after && tale.tone !== 'bad' ? await vendor.beside?.(this.remote, after) : '';
    return { ...tale, text: tale.text + (beside ?? '') };
  }

  records({ id }: MadeSync): Promise<readonly SyncRecord[]> {
    return this.api.get<Page<SyncRecord>>(`/api/v1/syncs/${id}/records?limit=200`).then(({ items }) => items);
  }

  /** The record of a person, or of their company, once it is neither due nor on its way; null without company. */
  private async settled(sync: MadeSync, { id, accountId }: Profile): Promise<SyncRecord | null> {
    const ofCompany = sync.plan.takes === 'companies';
    if (ofCompany && accountId === null) return null;
    return this.api.until(`“${sync.plan.name}” to deliver profile ${id}`, async () => {
      const records = await this.records(sync);
      const record = records.find((one) => (ofCompany ? one.accountId === accountId : one.profileId === id));
      if (!record || UNDER_WAY.has(record.status)) return null;
      return record.hold && WAITING.has(record.hold.code) ? null : record;
    });
  }

  private async companyOf({ accountId }: Profile): Promise<string> {
    return (await this.api.get<Account>(`/api/v1/accounts/${accountId}`)).name;
  }

  private async look(): Promise<ReadonlyMap<string, RemoteRecord>> {
    const { people } = this.vendor;
    if (!people) return new Map();
    const records = await this.remote.records(people.object);
    return new Map(records.map((record) => [String(record[people.id]), record]));
  }
}

function listTale({ status, hold, error }: SyncRecord, company: string): Tale {
  const changes: readonly Change[] = [];
  if (hold) return { text: `held, ${hold.code}: ${hold.message}`, changes, tone: 'held' };
  if (error) return { text: `${status}: ${error.message} ${error.advice}`, changes, tone: 'bad' };
  if (status === 'accepted')
    return { text: `the company ${company} is accepted for the list, not yet loaded`, changes, tone: 'held' };
  return { text: `the company ${company}: ${status}`, changes, tone: 'good' };
}
