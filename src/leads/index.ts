export * from './lead-source/index.js';
export { LeadsModule } from './leads.module.js';
export { LeadEventRepository } from './lead-event.repository.js';
export {
  FILTER as leadEventFilter,
  filterParameters,
  LeadEventQueries,
  type LeadEventFilter,
} from './lead-event.queries.js';
export {
  leadEventStatuses,
  noLeadSource,
  noPerson,
  type EventLeadSource,
  type LeadEventStatus,
  type LeadFact,
  type ReadLead,
  type UnreadLead,
} from './lead-event.js';
export type { LeadAttributes, LeadIdentity, LeadPerson, LeadReading } from './lead-reading.js';
export { defaultLeadSettings, readLeadSettings, type LeadSettings } from './lead-settings.js';
export { Ledger, READ, type ReceivedLead } from './ledger/ledger.js';
export { Overloaded } from './ledger/group-commit.js';
export type { Warning } from './warning.js';
