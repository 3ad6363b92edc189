import type { Target } from '../system.js';
import { SystemError } from '../system.js';
import type { SalesforceClient } from './client.js';
import { isId } from './objects.js';
import { readAll } from './queries.js';
import { textOf } from './row.js';
import { havingOneOf, queriesFor } from './soql.js';

/** Finds the Campaign of this id, or else of exactly this name. Throws {@link SystemError}. */
export async function findCampaign(
  client: SalesforceClient,
  { id, name }: { readonly id?: string; readonly name?: string },
): Promise<Target> {
  const byId = id !== undefined && id !== '';
  const value = (byId ? id : name) ?? '';
  if (value === '') throw wrongTarget('A campaign is named by its id or its name, and neither was given.');
  if (byId && !isId(value)) throw wrongTarget(`"${value}" is no Salesforce id.`);
  const queries = queriesFor(havingOneOf('Campaign', ['Id', 'Name'], byId ? 'Id' : 'Name', [value]));
  const campaigns = (await readAll(client, queries)).map((row): Target => ({
    id: String(row.Id),
    name: textOf(row.Name) ?? '',
  }));
  const [campaign, second] = byId ? campaigns : campaigns.filter((each) => each.name === value);
  if (!campaign) {
    const like = campaigns.map((each) => `"${each.name}"`).join(', ');
    const hint = like === '' ? '' : ` There is ${like}, written otherwise.`;
    throw wrongTarget(
      `No Campaign has the ${byId ? 'id' : 'name'} "${value}", or it may not be seen.${hint}`,
    );
  }
  if (second) {
    const ids = campaigns.map((each) => each.id).join(', ');
    throw wrongTarget(`Several Campaigns have the name "${value}": ${ids}. Name one by its id.`);
  }
  return campaign;
}

function wrongTarget(message: string): SystemError {
  return new SystemError('misconfigured', {
    code: 'NO_SUCH_CAMPAIGN',
    message,
    field: null,
    advice:
      'Make the Campaign in Salesforce, or name one that is there, and let the integration user read it.',
    whoActs: 'admin',
  });
}
