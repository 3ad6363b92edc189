import type { ApiAnswer } from '../../frame/index.js';
import { isObject } from '../../frame/index.js';
import type { TableSchema } from '../environment/catalogue.js';
import { objectIn, type Environment } from '../environment/environment.js';
import { readAddress } from '../odata/address.js';
import { ApiRefused, malformed, noSuchResource } from './errors.js';
import { createRecord, patchRecord, type Written } from './records.js';
import type { ApiRequest } from './request.js';

/**
 * `POST /leads/Microsoft.Dynamics.CRM.UpsertMultiple`, and `CreateMultiple`: all targets in one transaction, in which one
 * error undoes all, and no word of any of them ("Use bulk operation messages").
 */
export function writeMultiple(
  environment: Environment,
  table: TableSchema,
  action: string,
  request: ApiRequest,
): ApiAnswer {
  if (
    action !== 'Microsoft.Dynamics.CRM.UpsertMultiple' &&
    action !== 'Microsoft.Dynamics.CRM.CreateMultiple'
  ) {
    throw noSuchResource(action);
  }
  const isUpsert = action.endsWith('UpsertMultiple');
  const targets = objectIn(request.body)?.['Targets'];
  if (!Array.isArray(targets)) throw malformed('0x80048d19', 'Targets must be a list of records.');
  const written: Written[] = [];
  try {
    for (const target of targets) written.push(writeOne(environment, table, target, isUpsert, request));
  } catch (error) {
    for (const { undo } of written.toReversed()) undo();
    throw error;
  }
  return isUpsert ? { status: 204 } : { status: 200, body: { Ids: written.map(({ id }) => id) } };
}

function writeOne(
  environment: Environment,
  table: TableSchema,
  target: unknown,
  isUpsert: boolean,
  request: ApiRequest,
): Written {
  if (!isObject(target) || target['@odata.type'] !== `Microsoft.Dynamics.CRM.${table.logicalName}`) {
    throw new ApiRefused(400, '0x80048d19', 'Each target needs the @odata.type of the table.', true);
  }
  const part: ApiRequest = { ...request, header: () => undefined, body: JSON.stringify(target) };
  if (!isUpsert) return createRecord(environment, table, part);
  const url = String(target['@odata.id'] ?? '');
  const [segment] = readAddress(url).segments;
  if (segment?.name !== table.entitySet || !segment.key) {
    throw new ApiRefused(
      400,
      '0x80048d19',
      'Each target needs the @odata.id of a record of the table.',
      true,
    );
  }
  return patchRecord(environment, table, segment.key, { ...part, method: 'PATCH', url });
}
