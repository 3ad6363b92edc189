import type { Source } from './answers.js';
import { asJson } from './marketplace-body.js';
import type { Narrator } from './narrator.js';
import type { Surroundings } from './surroundings.js';
import { vendorsOf } from './vendors.js';

/** Where everything is, and commands to try. */
export function invite(
  { url, adminKey, standIns, clock }: Surroundings,
  { intakePath }: Source,
  narrator: Narrator,
): void {
  const vendors = vendorsOf(standIns);
  const you = { FirstName: 'You', LastName: 'Yourself', Email: 'you@example.com', Company: 'Example' };
  const { body } = asJson(you, { LeadSource: 'AzureMarketplace-PLT|contoso.crm' });
  narrator.chapter('Your turn');
  narrator.line('API', `${url}/api/v1`);
  narrator.line('API docs', `${url}/docs`);
  narrator.line('admin key', adminKey);
  narrator.line('intake', `${url}${intakePath}`);
  for (const vendor of vendors) narrator.line(vendor.title, vendor.url + vendor.holds);
  narrator.line('', 'Local stand-ins; none is the system it is named after.', 'aside');
  narrator.gap();
  narrator.say('Be a lead, then see what was read and what the systems have a second later:');
  narrator.gap();
  narrator.command(`curl ${url}${intakePath} -H 'content-type: application/json' -d '${body}'`);
  narrator.gap();
  narrator.command(
    `curl -H 'authorization: Bearer ${adminKey}' '${url}/api/v1/lead-events?email=${you.Email}'`,
  );
  narrator.gap();
  for (const { url: place, holds, people } of vendors)
    if (people) narrator.command(`curl '${place}${holds}?email=${you.Email}'`);
  narrator.gap();
  const hours = Math.round((clock.now().getTime() - Date.now()) / 3_600_000);
  narrator.say(`The service's clock is ${hours} h ahead, by the night that passed.`, 'aside');
  narrator.say('Runs until Ctrl-C; then all of it is gone.');
}
