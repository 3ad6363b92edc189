import { IsString, Length, Matches } from 'class-validator';
import { IfGiven } from '../../platform/api/index.js';

export class LockValue {
  /** What the field is from now on, whatever leads say; left out, what it is now. */
  @IfGiven()
  @IsString()
  @Length(1, 1000)
  @Matches(/\S/, { message: 'must not be blank' })
  value?: string;
}
