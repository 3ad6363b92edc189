import { RowRefused } from '../rest/errors.js';
import type { FieldValues } from '../../frame/index.js';
import type { SalesforceOrg } from '../org/org.js';
import type { ObjectSchema } from '../org/schema.js';

const RULE = 'Standard_Lead_Duplicate_Rule';

/**
 * Applies the org's duplicate rule to a Lead that is about to be saved. A rule that alerts is passed with
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
  const email = values['Email'];
  if (duplicateRule === 'off' || schema.name !== 'Lead' || typeof email !== 'string') return;
  if (duplicateRule === 'alert' && allowSave) return;
  const matches = org
    .table(schema)
    .idsWith('Email', email)
    .filter((id) => id !== self);
  if (matches.length === 0) return;
  const allowed = duplicateRule === 'alert';
  const message = allowed
    ? 'Use one of these records?'
    : "You're creating a duplicate record. We recommend you use an existing record instead.";
  throw new RowRefused('DUPLICATES_DETECTED', message, [], {
    [org.settings.duplicateResultSpelling]: duplicateResult(matches, message, allowed),
  });
}

function duplicateResult(matches: readonly string[], message: string, allowSave: boolean): unknown {
  return {
    allowSave,
    duplicateRule: RULE,
    duplicateRuleEntityType: 'Lead',
    errorMessage: message,
    matchResults: [
      {
        entityType: 'Lead',
        errors: [],
        matchEngine: 'ExactMatchEngine',
        matchRecords: matches.map((id) => ({
          additionalInformation: [],
          fieldDiffs: [],
          matchConfidence: 100,
          record: { attributes: { type: 'Lead', url: `/services/data/v60.0/sobjects/Lead/${id}` }, Id: id },
        })),
        rule: 'Lead_Email_Match_Rule',
        size: matches.length,
        success: true,
      },
    ],
  };
}
