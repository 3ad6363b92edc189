import { IsString, MaxLength } from 'class-validator';
import { IfGiven } from '../../platform/api/index.js';
import type { MappingEntry } from '../../systems/index.js';
import type { Origin, WrittenBy } from './explain.js';

export class WhyField {
  /** A field over there, e.g. `Company`; without it all that we know of the record. */
  @IfGiven()
  @IsString()
  @MaxLength(200)
  field?: string;
}

export class WhyQuery extends WhyField {
  /** The id of a record over there. */
  @IfGiven()
  @IsString()
  @MaxLength(200)
  remoteId?: string;

  /** The address of a record over there, as copied from the browser. */
  @IfGiven()
  @IsString()
  @MaxLength(2_000)
  url?: string;
}

/** Why a field over there holds what it does. */
export class ShownReason {
  readonly field!: string;
  /** As Tributary last wrote or saw it; text, number, boolean or null. */
  readonly value!: unknown;
  /** The send that wrote it: `{at, runId, outcome, before?}`; null where none is on record. */
  readonly written!: WrittenBy | null;
  /** The entry `{from, to, transform?, write?}`; null where the mapping does not write the field any more. */
  readonly mapping!: MappingEntry | null;
  /** The fields of the person that gave it: `{field, value, rule, lockedBy, follows, said, over}`. */
  readonly origins!: Origin[];
  /** The same for people, a sentence a step. */
  readonly sentences!: string[];
}

export class ShownWhy {
  readonly recordId!: string;
  readonly syncId!: string;
  /** One of the two. */
  readonly profileId!: string | null;
  readonly accountId!: string | null;
  readonly remoteId!: string | null;
  readonly link!: string | null;
  readonly reasons!: ShownReason[];
}

export class FoundWhy {
  readonly items!: ShownWhy[];
  /** Always null: a record is kept by few syncs. */
  readonly nextCursor!: string | null;
}
