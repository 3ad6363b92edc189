import type { Check, Preview, Profile, Source, Sync } from './answers.js';
import type { Api } from './api.js';
import { Lane, type MadeSync } from './lane.js';
import type { Narrator } from './narrator.js';
import { inDynamicsBefore, inMarketoBefore, inSalesforceBefore } from './people.js';
import type { Remote } from './remote.js';
import type { ByVendor, Vendor, VendorSync } from './vendor.js';
import { changeLine, fullName, intention } from './wording.js';

/** Puts into the systems what people typed there before. */
export async function fillTheSystems(remotes: ByVendor<Remote>, narrator: Narrator): Promise<void> {
  const { Lead: lead, Contact: contact } = inSalesforceBefore;
  await remotes.salesforce?.typeIn('Lead', lead);
  await remotes.salesforce?.typeIn('Contact', contact);
  await remotes.dynamics?.typeIn('account', inDynamicsBefore.account);
  await remotes.marketo?.typeIn('lead', inMarketoBefore.lead);
  const { firstName, lastName, title } = inMarketoBefore.lead;
  narrator.line(
    'known before',
    `Salesforce  Lead ${lead.FirstName} ${lead.LastName}, "${lead.Title}", no phone`,
  );
  narrator.line('', `            Contact ${contact.FirstName} ${contact.LastName}`);
  narrator.line('', `Dynamics    account ${inDynamicsBefore.account.name}`);
  narrator.line('', `Marketo     lead ${firstName} ${lastName}, "${title}", no phone`);
}

export async function makeSource(api: Api, narrator: Narrator): Promise<Source> {
  const source = await api.post<Source>('/api/v1/sources', { type: 'marketplace', name: 'Marketplace' });
  narrator.line('source', 'POST /api/v1/sources  201');
  narrator.line('', `Partner Center would be given ${api.url}${shortened(source.intakePath)}`);
  return source;
}

/** A destination that was tried out, and its syncs, which are not enabled yet and say what they would send. */
export async function makeLane(api: Api, vendor: Vendor, remote: Remote, narrator: Narrator): Promise<Lane> {
  const { type, title, config, credentials } = vendor;
  const { id } = await api.post<{ id: string }>('/api/v1/destinations', {
    type,
    name: title,
    config,
    credentials,
  });
  const { ok, checks } = await api.post<Check>(`/api/v1/destinations/${id}/check`);
  const failed = checks.filter((check) => !check.ok).map(({ message }) => message);
  if (!ok) throw new Error(`The check of the destination ${title} failed: ${failed.join(' ')}`);
  narrator.line(title, `checked, all is well: ${[...new Set(checks.map(({ name }) => name))].join(', ')}`);
  const syncs: MadeSync[] = [];
  for (const plan of vendor.syncs) syncs.push(await makeSync(api, id, plan, narrator));
  return new Lane(api, vendor, remote, syncs);
}

async function makeSync(
  api: Api,
  destinationId: string,
  plan: VendorSync,
  narrator: Narrator,
): Promise<MadeSync> {
  const { name, object, target } = plan;
  const { id, estimate } = await api.post<Sync>('/api/v1/syncs', {
    name,
    destinationId,
    object,
    ...(target && { target }),
    schedule: { mode: 'continuous' },
    enabled: false,
  });
  const { records, apiCalls, ofDailyCalls } = estimate;
  const calls = `${apiCalls.lookUps} look-up and ${apiCalls.writes} write call`;
  const into = target ? `${object} “${target.name}”` : object;
  narrator.line(
    '',
    `sync to ${into}: ${records} records for ${calls} of ${ofDailyCalls.toLocaleString('en')} a day`,
  );
  return { id, plan };
}

/** What the first sync of a system would do, field by field. */
export async function showPreview(api: Api, lane: Lane, narrator: Narrator): Promise<void> {
  const { title } = lane.vendor;
  for (const { id } of lane.syncs) {
    const { create, update, held, samples } = await api.post<Preview>(`/api/v1/syncs/${id}/preview`);
    narrator.line('preview', `POST /api/v1/syncs/…/preview  200, read from ${title}, nothing written`);
    narrator.line('', `${create} to create, ${update} to update, ${held} to hold back`);
    for (const sample of samples) {
      const profile = await api.get<Profile>(`/api/v1/profiles/${sample.profileId}`);
      narrator.line('', `${fullName(profile)}: ${intention(sample)}`);
      if (sample.action !== 'update') continue;
      for (const difference of sample.differences ?? [])
        narrator.line('', `  ${changeLine(difference)}`, 'aside');
    }
  }
  const { writes } = await lane.remote.counters();
  if (writes > 0) throw new Error(`The preview wrote ${writes} times to ${title}.`);
}

export async function enable(api: Api, lanes: readonly Lane[], narrator: Narrator): Promise<void> {
  const paces: string[] = [];
  for (const { vendor, syncs } of lanes) {
    for (const { id } of syncs) {
      const { pace } = await api.patch<Sync>(`/api/v1/syncs/${id}`, { enabled: true });
      if (pace) paces.push(`${vendor.title} ${pace.intervalSeconds} s`);
    }
  }
  narrator.line(
    'enabled',
    `PATCH /api/v1/syncs/…  200, shortest intervals: ${[...new Set(paces)].join(', ')}`,
  );
}

function shortened(intakePath: string): string {
  return intakePath.replace(/[^/]+$/, (secret) => `${secret.slice(0, 6)}…`);
}
