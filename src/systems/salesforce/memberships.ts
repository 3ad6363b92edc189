import type { FieldValues, Target, Verdict, WriteOperation } from '../system.js';
import { SystemError } from '../system.js';
import type { SalesforceClient } from './client.js';
import type { VendorError } from './errors.js';
import { lookUp } from './look-up.js';
import { lost } from './verdict.js';

type Create = Extract<WriteOperation, { operation: 'create' }>;

/** Which campaign, and who: a Contact where there is one, since a converted Lead cannot join. */
export function memberFields(target: Target | null, { parents = {} }: Create): FieldValues {
  const { lead, contact } = parents;
  const person: FieldValues = contact === undefined ? { LeadId: lead ?? null } : { ContactId: contact };
  return { CampaignId: target?.id ?? null, ...person };
}

/** Why a membership cannot be sent at all; null where it can. */
export function faultOfMember(target: Target | null, { parents = {} }: Create): string | null {
  if (target === null) return 'No campaign was named for the membership.';
  return parents.lead === undefined && parents.contact === undefined
    ? 'Neither the lead nor the contact of the membership is known.'
    : null;
}

export function isMemberAlready({ code, message }: VendorError): boolean {
  return code === 'DUPLICATE_VALUE' && /already a campaign member/i.test(message);
}

/**
 * Verdicts for those who are members already: `unchanged` where all that was to be written stands there. What stands
 * there otherwise may be somebody else's, so that it is looked up and decided like any record that is found.
 */
export async function findStanding(
  client: SalesforceClient,
  target: Target | null,
  creates: readonly Create[],
): Promise<ReadonlyMap<string, Verdict>> {
  if (creates.length === 0) return new Map();
  const fields = [...new Set(creates.flatMap((create) => Object.keys(create.fields)))];
  const requests = creates.map(({ id, parents }) => ({ id, parents, fields }));
  try {
    const found = await lookUp(client, { object: 'campaign-member', target }, requests, '');
    return new Map(
      creates.flatMap(({ id, fields: wanted }) => {
        const [member] = found.get(id)?.candidates ?? [];
        if (!member) return [];
        const stands = Object.entries(wanted).every(
          ([field, value]) => value === null || value === '' || member.fields[field] === value,
        );
        return [[id, stands ? { verdict: 'unchanged', remoteId: member.remoteId } : standsOtherwise]];
      }),
    );
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return new Map(creates.map(({ id }) => [id, lost(error.failure)]));
  }
}

const standsOtherwise: Verdict = lost({
  code: 'DUPLICATE_VALUE',
  message: 'Already a campaign member, with other values than were to be written.',
  field: null,
  advice: 'Nothing to do: it is looked up and decided by itself.',
  whoActs: 'us',
});
