import { ValidateIf } from 'class-validator';

/** A field that may be left out. Null is a value like any other, and does not stand for absence. */
export const IfGiven = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);
