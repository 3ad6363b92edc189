import type { FieldValues } from '../../frame/index.js';
import type { TableSchema } from '../environment/catalogue.js';
import { KEY_COLUMN, type Environment } from '../environment/environment.js';
import type { Endpoint } from './endpoints.js';
import { ApiRefused } from './errors.js';
import type { ApiRequest } from './request.js';

/** A fault that was placed for this record. */
export function refuseFaulty(
  environment: Environment,
  endpoint: Endpoint,
  method: string,
  record: Readonly<FieldValues>,
): void {
  const fault = environment.faults.strikeRow(endpoint, method, record);
  if (!fault) return;
  if (fault.kind === 'lock') throw new ApiRefused(500, '0x80044151', 'SQL timeout expired.');
  throw new ApiRefused(fault.status, fault.code, fault.message, false, fault.headers);
}

/** Qualified and disqualified leads take nothing until they are reactivated. */
export function refuseClosed(table: TableSchema, record: Readonly<FieldValues>, values: FieldValues): void {
  if (table.logicalName !== 'lead' || record['statecode'] === 0 || values['statecode'] === 0) return;
  throw new ApiRefused(400, '0x80040519', 'The lead is already closed and cannot be changed.');
}

export function refuseStatusPair(
  table: TableSchema,
  record: Readonly<FieldValues>,
  values: FieldValues,
): void {
  if (values['statuscode'] === undefined && values['statecode'] === undefined) return;
  const state = values['statecode'] ?? record['statecode'] ?? 0;
  const reasons = table.columns.find(({ name }) => name === 'statuscode')?.options ?? [];
  const reason = values['statuscode'] ?? reasons.find((each) => each.state === state)?.value;
  values['statuscode'] = reason ?? null;
  if (reasons.some((each) => each.value === reason && each.state === state)) return;
  const message = `${String(reason)} is not a valid status code for state code ${String(state)} of ${table.logicalName}.`;
  throw new ApiRefused(400, '0x80048408', message);
}

export function refuseTakenKey(
  environment: Environment,
  table: TableSchema,
  values: FieldValues,
  self: string | null,
): void {
  const value = values[KEY_COLUMN.name];
  if (typeof value !== 'string' || !environment.isKeyActive()) return;
  const other = environment
    .records(table)
    .idsWith(KEY_COLUMN.name, value)
    .find((id) => id !== self);
  if (other === undefined) return;
  throw new ApiRefused(
    412,
    '0x80060892',
    `A record that has the attribute values ${KEY_COLUMN.label} already exists. The entity key ${KEY_COLUMN.label} requires ` +
      'that this set of attributes contains unique values. Select unique values and try again.' +
      `<DuplicateAttributes><${KEY_COLUMN.name}>${value}</${KEY_COLUMN.name}></DuplicateAttributes>`,
  );
}

/** Off for the API unless the caller asks for it ("Manage duplicate detection during create and update"). */
export function refuseDuplicates(
  environment: Environment,
  table: TableSchema,
  values: FieldValues,
  self: string | null,
  request: ApiRequest,
): void {
  const { duplicateRule, duplicateStatus } = environment.settings;
  const isAsked = request.header('mscrm.suppressduplicatedetection')?.toLowerCase() === 'false';
  const email = values['emailaddress1'];
  if (!duplicateRule || !isAsked || typeof email !== 'string') return;
  const others = environment.records(table).idsWith('emailaddress1', email);
  if (others.every((id) => id === self)) return;
  const message =
    'A record was not created or updated because a duplicate of the current record already exists.';
  throw new ApiRefused(Number(duplicateStatus), '0x80040333', message);
}
