import { IsString, Length } from 'class-validator';
import { IfGiven } from '../../platform/api/index.js';
import type { MappingEntry } from '../../systems/index.js';

export class FieldsQuery {
  /** An object of the destination's type, e.g. `lead`; all of them where it is left out. */
  @IfGiven()
  @IsString()
  @Length(1, 50)
  object?: string;
}

export class ShownField {
  readonly name!: string;
  readonly label!: string;
  /** `text`, `email`, `phone`, `url`, `boolean`, `number`, `date`, `datetime`, `picklist`, `reference` or `other`. */
  readonly type!: string;
  readonly maxLength!: number | null;
  readonly requiredOnCreate!: boolean;
  readonly createable!: boolean;
  readonly updateable!: boolean;
  /** Values that are allowed; null when any value is. */
  readonly allowedValues!: string[] | null;
}

/** What a mapping of an object can be made of. */
export class ObjectFields {
  readonly object!: string;
  /** Of the live system, as the connected user sees it now. */
  readonly fields!: ShownField[];
  /** What a sync without a mapping of its own uses: entries `{from, to, transform?, write?}`. */
  readonly defaultMapping!: MappingEntry[];
  /** What a record offers to `from`. */
  readonly recordFields!: string[];
}
