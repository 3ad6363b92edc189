import { RowRefused } from '../rest/errors.js';
import type { FieldValues } from '../../frame/index.js';
import type { SalesforceOrg } from '../org/org.js';
import type { ObjectSchema } from '../org/schema.js';

/** What a record of an object is taken for another one by. */
const toldBy: Readonly<Record<string, string>> = { Lead: 'Email', Contact: 'Email', Account: 'Name' };

/** The field by which a duplicate rule tells records of an object; none where it has no rule. */
export function duplicateField({ name }: ObjectSchema): string | null {
  return toldBy[name] ?? null;
}

/**
 * Applies the org's duplicate rule to a record that is about to be saved. A rule that alerts is passed with
 * `allowSave`, a rule that blocks is not. Throws {@link RowRefused} with `DUPLICATES_DETECTED`.
 * Source: REST API Developer Guide, Duplicate Rule Header.
 */
export function refuseDuplicate(
  org: SalesforceOrg,
  schema: ObjectSchema,
  values: FieldValues,
  self: string | null,
  allowSave: boolean,
): void {
  const { duplicateRule } = org.settings;
  const field = duplicateField(schema);
  const value = field === null ? null : values[field];
  if (duplicateRule === 'off' || field === null || typeof value !== 'string') return;
  if (duplicateRule === 'alert' && allowSave) return;
  const matches = org
    .table(schema)
    .idsWith(field, value)
    .filter((id) => id !== self);
  if (matches.length === 0) return;
  const allowed = duplicateRule === 'alert';
  const message = allowed
    ? 'Use one of these records?'
    : "You're creating a duplicate record. We recommend you use an existing record instead.";
  throw new RowRefused('DUPLICATES_DETECTED', message, [], {
    [org.settings.duplicateResultSpelling]: duplicateResult(schema.name, field, matches, message, allowed),
  });
}

function duplicateResult(
  object: string,
  field: string,
  matches: readonly string[],
  message: string,
  allowSave: boolean,
): unknown {
  return {
    allowSave,
    duplicateRule: `Standard_${object}_Duplicate_Rule`,
    duplicateRuleEntityType: object,
    errorMessage: message,
    matchResults: [
      {
        entityType: object,
        errors: [],
        matchEngine: 'ExactMatchEngine',
        matchRecords: matches.map((id) => ({
          additionalInformation: [],
          fieldDiffs: [],
          matchConfidence: 100,
          record: {
            attributes: { type: object, url: `/services/data/v60.0/sobjects/${object}/${id}` },
            Id: id,
          },
        })),
        rule: `${object}_${field}_Match_Rule`,
        size: matches.length,
        success: true,
      },
    ],
  };
}
