import type { Remote, RemoteRecord } from './remote.js';

/** Where a system keeps people, and what the fields are called there. */
export interface PeopleTable {
  /** In the control API of the stand-in. */
  readonly object: string;
  /** As people there say. */
  readonly called: string;
  readonly id: string;
  readonly email: string;
  /** By which Tributary knows its records. */
  readonly key: string;
}

export interface VendorSync {
  readonly name: string;
  readonly object: string;
  readonly takes: 'people' | 'companies';
  /** Of the list that it fills. */
  readonly target?: { readonly name: string };
}

/** One of the four systems: what Tributary is told of it, and what the story tells. */
export interface Vendor {
  readonly type: string;
  readonly title: string;
  /** Of the stand-in. */
  readonly url: string;
  /** Below the URL: what the stand-in holds. */
  readonly holds: string;
  readonly config: Readonly<Record<string, string | number>>;
  readonly credentials: Readonly<Record<string, string>>;
  /** Parents before children. */
  readonly syncs: readonly VendorSync[];
  /** Object of the sync that the story tells of. */
  readonly tells: string;
  /** Null where only lists are kept. */
  readonly people: PeopleTable | null;
  /** What there is to say of a person beside their record, `` where nothing. */
  beside?(remote: Remote, record: RemoteRecord): Promise<string>;
}

/** By `type` of the vendor. */
export type ByVendor<T> = Readonly<Record<string, T>>;
