import { groupBy } from '../../platform/group-by.js';
import type { JobRecord, LookUpAnswer, LookUpRequest, RemoteCandidate } from '../system.js';
import type { MarketoClient } from './client.js';
import { idOf, textOf } from './failure.js';
import { caseless, isId, isSearchable, leadUrl } from './objects.js';
import { assertFieldNames, dateOf, distinct, fieldValue, findBy, type Row } from './reading.js';
import type { MarketoSettings } from './settings.js';

const path = '/rest/v1/leads.json';
const alwaysRead = ['id', 'email', 'firstName', 'lastName', 'createdAt', 'updatedAt'];

interface Lead {
  readonly candidate: RemoteCandidate;
  readonly address: string | null;
  readonly updatedAt: Date;
}

/**
 * Leads by key, id and e-mail address, in one call for each that is asked for. Answers are given to whoever asked
 * for one of their values, since Marketo keeps neither order nor number.
 */
export class LeadLookUp {
  /** Addresses that too many leads have for Marketo to answer them; nothing can be written by such an address. */
  readonly overfull = new Set<string>();

  constructor(
    private readonly client: MarketoClient,
    private readonly settings: MarketoSettings,
  ) {}

  /** Throws `SystemError`. */
  async of(requests: readonly LookUpRequest[]): Promise<ReadonlyMap<string, LookUpAnswer>> {
    const wanted = distinct(
      requests.flatMap(({ fields }) => fields),
      (name) => name,
    );
    assertFieldNames(wanted);
    const leads = await this.#read(requests, wanted);
    const byId = new Map(leads.map((lead) => [lead.candidate.remoteId, lead]));
    const byKey = groupBy(leads, ({ candidate: { key } }) => key && caseless(key));
    const byAddress = groupBy(leads, ({ address }) => address && caseless(address));
    const answerTo = ({ key, remoteIds = [], emails = [] }: LookUpRequest): LookUpAnswer => {
      const found = new Set([
        ...(key === undefined ? [] : (byKey.get(caseless(key)) ?? [])),
        ...remoteIds.flatMap((id) => byId.get(id) ?? []),
        ...latest(emails.flatMap((email) => byAddress.get(caseless(email)) ?? [])),
      ]);
      const missing = remoteIds.filter((id) => !byId.has(id));
      return { candidates: [...found].map(({ candidate }) => candidate), missing };
    };
    return new Map(requests.map((request) => [request.id, answerTo(request)]));
  }

  async #read(requests: readonly LookUpRequest[], wanted: readonly string[]): Promise<Lead[]> {
    const { lookupField, keyField } = this.settings;
    const addresses = distinct(
      requests.flatMap(({ emails = [] }) => emails.map((email) => email.trim()).filter(isSearchable)),
      caseless,
    );
    const keys = keyField === null ? [] : requests.flatMap(({ key }) => key ?? []).filter(isSearchable);
    const ids = requests.flatMap(({ remoteIds = [] }) => remoteIds.filter(isId));
    const found = new Map<string, Row>();
    const searches = [
      { filterType: keyField ?? '', values: distinct(keys, caseless) },
      { filterType: 'id', values: distinct(ids, (id) => id) },
      { filterType: lookupField, values: addresses },
    ];
    const fields = [...new Set([...alwaysRead, lookupField, ...(keyField ? [keyField] : []), ...wanted])];
    for (const { filterType, values } of searches) {
      if (values.length === 0) continue;
      const { rows, overfull } = await findBy(this.client, { path, filterType, values, fields });
      for (const row of rows) found.set(idOf(row.id) ?? '', row);
      if (filterType === lookupField) this.#note(values, overfull);
    }
    found.delete('');
    return [...found].map(([id, row]) => this.#lead(id, row, wanted));
  }

  #note(searched: readonly string[], overfull: readonly string[]): void {
    for (const address of searched) this.overfull.delete(caseless(address));
    for (const address of overfull) this.overfull.add(caseless(address));
  }

  #lead(remoteId: string, row: Row, wanted: readonly string[]): Lead {
    const { lookupField, keyField } = this.settings;
    return {
      address: textOf(row[lookupField]),
      updatedAt: dateOf(row.updatedAt),
      candidate: {
        remoteId,
        object: 'lead',
        key: keyField === null ? null : textOf(row[keyField]),
        email: textOf(row.email),
        firstName: textOf(row.firstName),
        lastName: textOf(row.lastName),
        createdAt: dateOf(row.createdAt),
        converted: false,
        convertedTo: null,
        fields: Object.fromEntries(wanted.map((field) => [field, fieldValue(row[field])])),
        url: leadUrl(remoteId),
      },
    };
  }
}

/** How the lead of a record of an import is found: by what its row was told apart by in the file. */
export function requestFor(
  { id, remoteId, fields: sent }: JobRecord,
  lookupField: string,
  fields: readonly string[] = [],
): LookUpRequest {
  if (remoteId !== null) return { id, remoteIds: [remoteId], fields };
  return { id, emails: [String(sent[lookupField] ?? '')], fields };
}

/** Of several leads with one address Marketo's own connectors write to the one that was updated last; so do we. */
function latest(leads: readonly Lead[]): Lead[] {
  return leads
    .toSorted(
      (a, b) =>
        b.updatedAt.getTime() - a.updatedAt.getTime() ||
        Number(b.candidate.remoteId) - Number(a.candidate.remoteId),
    )
    .slice(0, 1);
}
