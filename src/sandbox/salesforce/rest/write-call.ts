import type { RoutedCall } from './call.js';
import { malformed, notFound } from './errors.js';
import { isObject } from '../../frame/index.js';
import type { ObjectSchema } from '../org/schema.js';
import type { WriteCall } from '../rules/writes.js';

/** Duplicate rules can be passed by header from this version on. */
const DUPLICATE_HEADER_VERSION = 52;

/** What the headers of a call say about the rows it writes. */
export function writeCall(call: RoutedCall): WriteCall {
  const duplicateRule = call.header('sforce-duplicate-rule-header') ?? '';
  return {
    org: call.org,
    endpoint: call.endpoint,
    method: call.method,
    allowSave:
      call.version >= DUPLICATE_HEADER_VERSION && /(?:^|[;,\s])allowSave\s*=\s*true/i.test(duplicateRule),
    autoAssign: call.header('sforce-auto-assign')?.trim().toUpperCase() !== 'FALSE',
    undo: [],
  };
}

/** The object named in the path. Throws 404. */
export function objectInPath(call: RoutedCall): ObjectSchema {
  const schema = call.org.schema.object(call.place('object'));
  if (!schema) throw notFound();
  return schema;
}

/** The external-id field named in the path. Throws 404 where it does not exist, 400 where it is none. */
export function externalIdInPath(call: RoutedCall, schema: ObjectSchema): string {
  const asked = call.place('field');
  const field = schema.field(asked);
  if (!field) throw notFound(`Provided external ID field does not exist or is not accessible: ${asked}`);
  if (!field.externalId) {
    throw malformed(
      'INVALID_FIELD',
      `Field name provided, ${field.name} is not an External ID or indexed field`,
    );
  }
  return field.name;
}

export function bodyObject(call: RoutedCall): Record<string, unknown> {
  const body = call.json();
  if (!isObject(body)) throw malformed('JSON_PARSER_ERROR', 'The body must be a JSON object');
  return body;
}
