import type { FieldValues } from '../../frame/index.js';
import type { SalesforceOrg } from '../org/org.js';
import type { ObjectSchema } from '../org/schema.js';
import { RowRefused } from '../rest/errors.js';

/**
 * What holds for a new member of a campaign: a Lead that is not converted or a Contact, and each once.
 * Throws {@link RowRefused}. Source: Object Reference, CampaignMember.
 */
export function refuseMember(org: SalesforceOrg, schema: ObjectSchema, values: FieldValues): void {
  if (schema.name !== 'CampaignMember') return;
  const { CampaignId: campaign, LeadId: lead = null, ContactId: contact = null } = values;
  if ((lead === null) === (contact === null)) {
    throw new RowRefused(
      'FIELD_INTEGRITY_EXCEPTION',
      'A campaign member is either a lead or a contact: specify LeadId or ContactId',
      ['LeadId', 'ContactId'],
    );
  }
  if (isConverted(org, lead)) {
    throw new RowRefused('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead');
  }
  const [field, person] = lead === null ? ['ContactId', contact] : ['LeadId', lead];
  const table = org.table(schema);
  const isMember = table
    .idsWith(field, String(person))
    .some((id) => table.live(id)?.['CampaignId'] === campaign);
  if (isMember) throw new RowRefused('DUPLICATE_VALUE', 'Already a campaign member.');
}

/** What a member's status says besides. */
export function responseOf(schema: ObjectSchema, { Status }: FieldValues): FieldValues {
  if (schema.name !== 'CampaignMember' || Status === undefined) return {};
  const hasResponded = Status === 'Responded';
  return {
    HasResponded: hasResponded,
    ...(hasResponded ? { FirstRespondedDate: new Date().toISOString().slice(0, 10) } : {}),
  };
}

function isConverted(org: SalesforceOrg, lead: FieldValues[string]): boolean {
  const schema = org.schema.object('Lead');
  if (!schema || typeof lead !== 'string') return false;
  return org.table(schema).live(lead)?.['IsConverted'] === true;
}
