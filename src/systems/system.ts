import type { OutboundHttp } from '../platform/http/index.js';
import type { MappingEntry } from './mapping-entry.js';
import type { JobProgress, JobRecord, LookUpAnswer, LookUpRequest, WriteOperation } from './record.js';
import type { Verdict } from './verdict.js';

export * from './mapping-entry.js';
export * from './record.js';
export * from './verdict.js';

/**
 * What a vendor's system is to Tributary: data plus small functions.
 *
 * A system never sees profiles, the database, the queue or the clock. It is given records that are
 * already mapped and answers one verdict for each, by the record's id and never by its position.
 */
export interface SystemDefinition {
  /** `type` of a destination, e.g. `salesforce`. */
  readonly type: string;
  readonly title: string;
  /** Where the vendor documents the API that is used. */
  readonly docsUrl: string;
  readonly config: readonly FieldDeclaration[];
  readonly credentials: readonly FieldDeclaration[];
  /** The combinations of credentials that are enough to sign in; one of them must be complete. */
  readonly credentialSets: readonly (readonly string[])[];
  readonly objects: Readonly<Record<string, ObjectDefinition>>;
  readonly limits: SystemLimits;
  /** Where people see a record of an organisation of this name. */
  recordUrl(organisation: string, remoteId: string, object: string): string;
  /** Opens a session. Nothing is sent before the first call on it. */
  connect(settings: ConnectionSettings, surroundings: Surroundings): SystemSession;
}

/** One setting or credential: declared once, it gives validation, JSON schema and form. */
export interface FieldDeclaration {
  readonly name: string;
  readonly title: string;
  readonly type: 'string' | 'url' | 'boolean' | 'integer';
  readonly required: boolean;
  readonly help: string;
  readonly example?: string;
  readonly default?: string | boolean | number;
  readonly secret?: boolean;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface ObjectDefinition {
  readonly name: string;
  readonly title: string;
  /** The kind of record that is sent to it. */
  readonly recordKind: 'person' | 'account';
  /** Objects whose records must stand over there before one of this object can. */
  readonly parents?: readonly ParentDeclaration[];
  /**
   * Given where a record only says who is on a list or in a campaign: a sync names which. Such memberships alone
   * are ever taken away over there (`onExit: "remove"`); no other record is deleted.
   */
  readonly target?: TargetDeclaration;
  /** A mapping that works on a fresh organisation, given what `describe` found there. */
  defaultMapping(description: ObjectDescription, config: SystemConfig): MappingEntry[];
}

/**
 * `one-of`: a record waits until one of the parents declared so stands over there. `if-synced`: it waits only
 * where a sync of the same destination brings that parent.
 */
export interface ParentDeclaration {
  readonly object: string;
  readonly need: 'one-of' | 'if-synced';
}

/** How people name the list or campaign that a sync fills. */
export interface TargetDeclaration {
  readonly title: string;
  readonly help: string;
  /** What is enough to name it. */
  readonly by: readonly ('id' | 'name')[];
  /** Whether one of that name is made over there where there is none. */
  readonly isMade: boolean;
  /** Whether two syncs of an organisation may fill the same one. */
  readonly isShared: boolean;
}

export interface SystemLimits {
  /** Records in one write call. */
  readonly writeBatch: number;
  /** Records in one look-up call. */
  readonly lookUpBatch: number;
  /** The day's calls of the smallest organisation, assumed until the vendor reports its own figure. */
  readonly callsPerDay: number;
  /** How long the vendor may still be working on a call whose answer was lost, in seconds. */
  readonly longestProcessingSeconds: number;
  /** Calls that may be made within so many seconds, over all sessions and processes. */
  readonly callsPerWindow?: { readonly calls: number; readonly seconds: number };
  /** Calls that may be under way at once, over all sessions and processes. */
  readonly concurrentCalls?: number;
  /** Jobs that may be begun a day. */
  readonly jobsPerDay?: number;
  /** IANA time zone at whose midnight the day's counts begin anew; where absent they roll over 24 hours. */
  readonly dayEndsIn?: string;
  /** Due rows from which on a job is cheaper than calls, and rows one job takes at most. */
  readonly job?: { readonly fromRows: number; readonly rows: number };
}

export type SystemConfig = Readonly<Record<string, string | boolean | number>>;

export interface ConnectionSettings {
  readonly config: SystemConfig;
  readonly credentials: Readonly<Record<string, string>>;
}

export interface Surroundings {
  readonly http: OutboundHttp;
  readonly now: () => Date;
  readonly budget: Budget;
}

/** What an organisation allows, kept over all sessions and processes that share it. */
export interface Budget {
  /**
   * Books a call, or a job that is begun, and does the work once there is a place for it. A job takes no place of a
   * call: where the vendor counts the calls that begin it as well, they are spent within its work. Calls that the
   * vendor does not count, such as signing in, go without. Throws {@link SystemError} of kind `quota` when there is
   * none soon.
   */
  spend<T>(what: 'call' | 'job', work: () => Promise<T>): Promise<T>;
}

/** Where the records of a sync go. */
export interface Place {
  readonly object: string;
  /** The list or campaign, where the object has one. */
  readonly target: Target | null;
}

/** An object that has no lists. */
export function placeOf(object: string): Place {
  return { object, target: null };
}

/** Counts nothing and lets everything pass: for a session that is tried out by itself. */
export const freeBudget: Budget = { spend: (_, work) => work() };

/** A list or campaign over there, by the vendor's own id and name. */
export interface Target {
  readonly id: string;
  readonly name: string;
}

export interface SystemSession {
  /** Signs in if need be and says whose system this is. Throws {@link SystemError}. */
  identify(): Promise<Organisation>;
  /** Fields of an object as the signed-in user sees them; kept until {@link forget}. Throws {@link SystemError}. */
  describe(object: string): Promise<ObjectDescription>;
  /** Drops what `describe` kept, after the vendor named a field it does not know. */
  forget(object: string): void;
  /** What an admin should know before relying on the connection; never throws. */
  check(object: string): Promise<CheckItem[]>;
  /**
   * Finds the list or campaign that people named, or makes it where its declaration says so. Only where an object
   * has a target. Throws {@link SystemError} of kind `misconfigured` where there is none, or several of that name.
   */
  resolveTarget?(object: string, named: { readonly id?: string; readonly name?: string }): Promise<Target>;
  /**
   * Finds what already stands over there for each request, by all that the request says, in one call for
   * up to `limits.lookUpBatch` requests. Throws {@link SystemError} where nothing could be read.
   */
  lookUp(place: Place, requests: readonly LookUpRequest[]): Promise<ReadonlyMap<string, LookUpAnswer>>;
  /**
   * What `write` would answer without a call, where it can be told from the operation and the last look-up; null
   * where the vendor decides.
   */
  foresee?(place: Place, operation: WriteOperation): Verdict | null;
  /**
   * Writes and answers exactly one verdict for each operation's id. Never throws: what is not known is
   * an `unknown` verdict, what the whole organisation refuses is a `retry` of scope `organisation`.
   */
  write(place: Place, operations: readonly WriteOperation[]): Promise<ReadonlyMap<string, Verdict>>;
  /**
   * Hands many operations over as one job; what the job takes answers `accepted`. Only with `limits.job`, or where
   * the vendor knows nothing but jobs and `write` does the same. Never throws, like `write`.
   */
  writeJob?(place: Place, operations: readonly WriteOperation[]): Promise<ReadonlyMap<string, Verdict>>;
  /**
   * Asks what became of the records of a job. Needed where `write` or `writeJob` answers `accepted`.
   * Throws {@link SystemError} where nothing could be read.
   */
  collect?(place: Place, job: string, records: readonly JobRecord[]): Promise<JobProgress>;
  /** Calls made on this session and what the vendor last said of the day's budget. */
  usage(): ApiUsage;
}

export interface Organisation {
  /** Unique among all organisations of all systems, e.g. `salesforce:00D000000000001EAA`. */
  readonly key: string;
  readonly name: string;
}

export interface ObjectDescription {
  readonly object: string;
  readonly fields: ReadonlyMap<string, RemoteField>;
}

export interface RemoteField {
  readonly name: string;
  readonly label: string;
  readonly type:
    | 'text'
    | 'email'
    | 'phone'
    | 'url'
    | 'boolean'
    | 'number'
    | 'date'
    | 'datetime'
    | 'picklist'
    | 'reference'
    | 'other';
  readonly maxLength: number | null;
  readonly requiredOnCreate: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly externalId: boolean;
  readonly unique: boolean;
  /** Values that are allowed; null when any value is. */
  readonly allowedValues: readonly string[] | null;
}

export interface CheckItem {
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
}

export interface ApiUsage {
  readonly calls: number;
  /** What the vendor last reported; null before its first answer. */
  readonly reported: { readonly used: number; readonly limit: number } | null;
}
