import { Registry } from 'prom-client';
import { OutboundClient } from '../../platform/http/index.js';
import type { Fault, FaultMatch } from '../../sandbox/index.js';
import { startSalesforceSandbox } from '../../sandbox/index.js';
import type { FieldValues } from '../system.js';
import type { WriterPeer } from '../writer.conformance.js';
import { describeWriterConformance } from '../writer.conformance.js';
import { salesforce } from './definition.js';
import { freeBudget, type Place, type Target } from '../system.js';

/** An object as the suite writes it. */
interface Subject {
  readonly object: string;
  readonly sObject: string;
  /** How its records are made. */
  readonly endpoint: 'upsert' | 'create';
  accepted(number: number): FieldValues;
  refused(number: number): FieldValues;
}

const lead: Subject = {
  object: 'lead',
  sObject: 'Lead',
  endpoint: 'upsert',
  accepted: (number) => ({ ...person(number), Company: `Company ${number}` }),
  refused: (number) => ({ ...person(number), Company: `Company ${number}`, Email: 'nobody' }),
};

const contact: Subject = {
  object: 'contact',
  sObject: 'Contact',
  endpoint: 'upsert',
  accepted: person,
  refused: (number) => ({ ...person(number), Email: 'nobody' }),
};

const account: Subject = {
  object: 'account',
  sObject: 'Account',
  endpoint: 'upsert',
  accepted: (number) => ({ Name: `Company ${number}`, Website: `company-${number}.example` }),
  refused: (number) => ({ Name: 'x'.repeat(256), Website: `company-${number}.example` }),
};

const member: Subject = {
  object: 'campaign-member',
  sObject: 'CampaignMember',
  endpoint: 'create',
  accepted: () => ({ Status: 'Responded' }),
  refused: () => ({ Status: 'x'.repeat(41) }),
};

/** As many people as the suite ever makes members of. */
const PEOPLE = 500;

describeWriterConformance('Salesforce lead', () => peerFor(lead));
describeWriterConformance('Salesforce contact', () => peerFor(contact));
describeWriterConformance('Salesforce account', () => peerFor(account));
describeWriterConformance('Salesforce campaign member', () => peerFor(member));

async function peerFor(subject: Subject): Promise<WriterPeer> {
  const { object, sObject, endpoint } = subject;
  const sandbox = await startSalesforceSandbox();
  const http = new OutboundClient({ allowPrivateNetwork: true, registry: new Registry() });
  const { clientId, clientSecret } = sandbox.app;
  const session = salesforce.connect(
    { config: { loginUrl: sandbox.url }, credentials: { clientId, clientSecret } },
    { http, now: () => new Date(), budget: freeBudget },
  );

  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${sandbox.url}/sandbox${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`The sandbox refused ${method} ${path}: ${await response.text()}`);
    return response.json();
  };
  const nextWrite = async (fault: Fault, match: FaultMatch = {}) => {
    await control('POST', '/faults', { match: { endpoint, ...match }, times: 1, fault });
  };
  const isMember = object === 'campaign-member';
  const leads = isMember ? await control('POST', '/records/Lead', people()) : { ids: [] };
  const leadIds = idsIn(leads);
  return {
    session,
    place: isMember ? inCampaign(await control('POST', '/records/Campaign', { Name: 'Spring' })) : at(object),
    writeBatch: salesforce.limits.writeBatch,
    key,
    ...(isMember && { parents: (number: number) => ({ lead: leadIds[number] ?? '' }) }),
    accepted: subject.accepted,
    refused: subject.refused,
    standingKeys: async () => {
      const records = recordsIn(await control('GET', `/records/${sObject}`));
      return records.map(({ Tributary_Id__c, LeadId }) =>
        isMember ? key(leadIds.indexOf(String(LeadId))) : String(Tributary_Id__c),
      );
    },
    writeCalls: async () => sandbox.org.counters.snapshot().writes,
    expireSession: async () => {
      await control('POST', '/tokens/expire');
    },
    deleteRemotely: async (remoteId) => {
      await control('DELETE', `/records/${sObject}/${remoteId}`);
    },
    nextWrite: {
      isDoneButItsAnswerLost: () => nextWrite({ kind: 'drop-after-commit' }),
      breaksBeforeItArrives: () => nextWrite({ kind: 'drop-before' }),
      findsOneRecordLocked: () => nextWrite({ kind: 'lock' }),
      isRefusedForQuota: () => nextWrite({ kind: 'status', status: 403 }),
      isRefusedAsUnavailable: () => nextWrite({ kind: 'status', status: 503 }),
      isAnsweredWithNonsense: () => nextWrite({ kind: 'status', status: 200, body: '<html>' }),
    },
    close: async () => {
      http.close();
      await sandbox.close();
    },
  };
}

function at(object: string, target: Target | null = null): Place {
  return { object, target };
}

function inCampaign(made: unknown): Place {
  const [id = ''] = idsIn(made);
  return at('campaign-member', { id, name: 'Spring' });
}

function key(number: number): string {
  return `0190a1b2-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

function person(number: number): FieldValues {
  return { LastName: `Person ${number}`, Email: `person${number}@example.com` };
}

function people(): unknown[] {
  return Array.from({ length: PEOPLE }, (_, number) => lead.accepted(number));
}

function recordsIn(answer: unknown): Record<string, unknown>[] {
  if (typeof answer !== 'object' || answer === null || !('records' in answer)) return [];
  return Array.isArray(answer.records) ? answer.records : [];
}

function idsIn(answer: unknown): string[] {
  if (typeof answer !== 'object' || answer === null || !('ids' in answer)) return [];
  return Array.isArray(answer.ids) ? answer.ids.map(String) : [];
}
