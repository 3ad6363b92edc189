import { Param, ParseUUIDPipe } from '@nestjs/common';
import { badInput } from './problem.js';

const parse = (path: string) =>
  new ParseUUIDPipe({ exceptionFactory: () => badInput([{ path, message: 'must be an id (a UUID)' }]) });

/** The id in the path `…/:id`. */
export const Id = (): ParameterDecorator => Param('id', parse('id'));

/** The id in a path `…/records/:recordId`. */
export const RecordId = (): ParameterDecorator => Param('recordId', parse('recordId'));
