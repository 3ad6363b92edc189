import type { MarketoInstance } from '../instance/instance.js';
import { companyFieldNames, EXTERNAL_COMPANY_ID } from '../instance/schema.js';
import { RowRefused } from './errors.js';
import type { Input } from './input.js';
import { idsWith } from './match.js';
import { readValues } from './values.js';

export type Action = 'createOrUpdate' | 'createOnly' | 'updateOnly' | 'createDuplicate';

export interface LeadWrite {
  readonly action: Action;
  readonly lookupField: string;
  /** What the write sees: records up to this id. */
  readonly seenId: number;
}

/** Writes one lead as Sync Leads and imports do. Throws {@link RowRefused}. */
export function writeLead(
  instance: MarketoInstance,
  row: Input,
  { action, lookupField, seenId }: LeadWrite,
): { readonly id: number; readonly status: 'created' | 'updated' } {
  const byId = lookupField === 'id';
  if (row['id'] !== undefined && !(byId && action === 'updateOnly')) {
    throw new RowRefused('1003', "Field 'id' is not allowed");
  }
  const values = readValues(instance, 'lead', row, byId ? ['id'] : []);
  const lookup = String(row[lookupField] ?? '').trim();
  if (action !== 'createDuplicate' && lookup === '') {
    throw new RowRefused('1003', `Value for lookup field '${lookupField}' not found`);
  }
  const matches = action === 'createDuplicate' ? [] : idsWith(instance, 'lead', lookupField, lookup, seenId);
  const [match, second] = matches;
  if (match !== undefined && action === 'createOnly') throw new RowRefused('1005', 'Lead already exists');
  if (second !== undefined) throw new RowRefused('1007', 'Multiple lead match lookup criteria');
  if (match === undefined && action === 'updateOnly') throw new RowRefused('1004', 'Lead not found');
  checkCompany(instance, values, match);
  if (match === undefined) return { id: Number(instance.insert('lead', 'api', values)), status: 'created' };
  instance.modify('lead', match, 'api', values);
  return { id: Number(match), status: 'updated' };
}

function checkCompany(instance: MarketoInstance, values: Input, match: string | undefined): void {
  const standing = match === undefined ? undefined : instance.table('lead').live(match);
  const companyId = values[EXTERNAL_COMPANY_ID] ?? standing?.[EXTERNAL_COMPANY_ID] ?? null;
  if (companyId === null) return;
  if (Object.keys(values).some((name) => companyFieldNames.has(name))) {
    throw new RowRefused('1021', 'Company update not allowed');
  }
  const isThere = instance.table('company').idsWith(EXTERNAL_COMPANY_ID, String(companyId)).length > 0;
  if (!isThere && instance.settings.unknownCompany === 'refused') {
    throw new RowRefused('1013', 'Record not found');
  }
}
