import type { FieldValues, Target, Verdict, WriteOperation } from '../system.js';
import type { Call, SalesforceClient } from './client.js';
import type { VendorError } from './errors.js';
import { CallFailure, isObject, vendorErrors } from './failure.js';
import { judge } from './judgement.js';
import { findStanding, isMemberAlready, memberFields } from './memberships.js';
import { sameId, type SalesforceObject } from './objects.js';
import type { SalesforceSettings } from './settings.js';
import { lost, verdictOf } from './verdict.js';

type Create = Extract<WriteOperation, { operation: 'create' }>;
type Update = Extract<WriteOperation, { operation: 'update' }>;
type Remove = Extract<WriteOperation, { operation: 'remove' }>;

interface Row {
  readonly success: boolean;
  readonly id: string | null;
  readonly created: boolean;
  readonly errors: readonly VendorError[];
}

/** What is written to, and the campaign where the object has one. */
export interface Destination {
  readonly object: SalesforceObject;
  readonly target: Target | null;
}

/** The sObject Collections calls (REST API guide): up to 200 records of one object, each its own transaction. */
export class CollectionCalls {
  readonly #client: SalesforceClient;
  readonly #settings: SalesforceSettings;

  constructor(client: SalesforceClient, settings: SalesforceSettings) {
    this.#client = client;
    this.#settings = settings;
  }

  /**
   * Sends operations of one kind and answers a verdict for each, in their order.
   * Throws {@link CallFailure} and `SystemError` where the call as a whole failed.
   */
  async send(destination: Destination, operations: readonly WriteOperation[]): Promise<Verdict[]> {
    const creates = operations.filter((operation) => operation.operation === 'create');
    if (creates.length > 0) {
      const { object, target } = destination;
      return object.identity === 'key' ? this.#upsert(object, creates) : this.#join(target, object, creates);
    }
    const updates = operations.filter((operation) => operation.operation === 'update');
    if (updates.length > 0) return this.#update(destination.object, updates);
    return this.#remove(operations.filter((operation) => operation.operation === 'remove'));
  }

  async #upsert(object: SalesforceObject, creates: readonly Create[]): Promise<Verdict[]> {
    const { externalIdField, assignmentRules } = this.#settings;
    const { sObject } = object;
    const records = creates.map(({ key, fields }) => ({
      attributes: { type: sObject },
      ...ownerOf(object, this.#settings),
      ...filled(fields),
      [externalIdField]: key,
    }));
    const rows = await this.#rows(creates, {
      method: 'PATCH',
      path: `/composite/sobjects/${sObject}/${externalIdField}`,
      body: { allOrNone: false, records },
      headers: this.#headers(assignmentRules),
    });
    return rows.map(({ success, id, created, errors }) =>
      success && id !== null
        ? { verdict: created ? 'created' : 'updated', remoteId: id }
        : verdictOnCreate(errors, externalIdField),
    );
  }

  /** Members carry no key of ours: who is one already is told by the refusal, and looked up. */
  async #join(
    target: Target | null,
    { sObject }: SalesforceObject,
    creates: readonly Create[],
  ): Promise<Verdict[]> {
    const records = creates.map((create) => ({
      attributes: { type: sObject },
      ...filled(create.fields),
      ...memberFields(target, create),
    }));
    const rows = await this.#rows(creates, {
      method: 'POST',
      path: '/composite/sobjects',
      body: { allOrNone: false, records },
      headers: this.#headers(false),
    });
    const repeated = creates.filter((_, index) => rows[index]?.errors.some(isMemberAlready));
    const standing = await findStanding(this.#client, target, repeated);
    return rows.map(({ success, id, errors }, index) =>
      success && id !== null
        ? { verdict: 'created', remoteId: id }
        : (standing.get(creates[index]?.id ?? '') ?? verdictOf(judge(errors))),
    );
  }

  async #update({ sObject, identity }: SalesforceObject, updates: readonly Update[]): Promise<Verdict[]> {
    const { externalIdField } = this.#settings;
    const isKeyed = identity === 'key';
    const records = updates.map(({ remoteId, fields, key }) => ({
      attributes: { type: sObject },
      ...fields,
      ...(isKeyed && key !== undefined && { [externalIdField]: key }),
      id: remoteId,
    }));
    const rows = await this.#rows(updates, {
      method: 'PATCH',
      path: '/composite/sobjects',
      body: { allOrNone: false, records },
      headers: this.#headers(false),
    });
    return rows.map(({ success, id, errors }) =>
      success && id !== null ? { verdict: 'updated', remoteId: id } : verdictOf(judge(errors)),
    );
  }

  async #remove(removals: readonly Remove[]): Promise<Verdict[]> {
    const ids = removals.map(({ remoteId }) => encodeURIComponent(remoteId)).join(',');
    const rows = await this.#rows(removals, {
      method: 'DELETE',
      path: `/composite/sobjects?ids=${ids}&allOrNone=false`,
    });
    return rows.map(({ success, errors }) => (success ? { verdict: 'removed' } : verdictOf(judge(errors))));
  }

  /** Assignment rules run on updates too unless they are told not to. */
  #headers(assign: boolean): Record<string, string> {
    return {
      'Sforce-Auto-Assign': assign ? 'TRUE' : 'FALSE',
      ...(this.#settings.allowDuplicates
        ? {
            'Sforce-Duplicate-Rule-Header':
              'allowSave=true; includeRecordDetails=false; runAsCurrentUser=true',
          }
        : {}),
    };
  }

  /** One row for each operation, or the call is taken for lost: a misread order would mix up people. */
  async #rows(operations: readonly WriteOperation[], call: Call): Promise<Row[]> {
    const answer = await this.#client.request(call);
    if (!Array.isArray(answer)) throw unreadable('is no list of results');
    if (answer.length !== operations.length) {
      throw unreadable(`has ${answer.length} results for ${operations.length} records`);
    }
    const rows = answer.map(readRow);
    const strayed = operations.some((operation, index) => {
      const id = rows[index]?.id ?? null;
      return operation.operation !== 'create' && id !== null && !sameId(id, operation.remoteId);
    });
    if (strayed) throw unreadable('names other records than were sent');
    return rows;
  }
}

/** The owner that new records are given, where the settings name one who may own such a record. */
export function ownerOf({ owner }: SalesforceObject, { ownerId }: SalesforceSettings): FieldValues {
  if (ownerId === null || owner === 'nobody') return {};
  const isQueue = ownerId.startsWith('00G');
  return isQueue && owner === 'user' ? {} : { OwnerId: ownerId };
}

/** What it means that a record was not made under our key. */
export function verdictOnCreate(errors: readonly VendorError[], externalIdField: string): Verdict {
  const judgement = judge(errors);
  // An earlier call whose answer was lost may only now have finished: the record is there under our key.
  return errors.some((error) => isKeyTaken(error, externalIdField))
    ? lost(judgement.failure)
    : verdictOf(judgement);
}

function isKeyTaken({ code, message, fields }: VendorError, externalIdField: string): boolean {
  return (
    code === 'DUPLICATE_VALUE' &&
    (fields.includes(externalIdField) || message.includes(`${externalIdField} duplicates`))
  );
}

function readRow(item: unknown): Row {
  const row = isObject(item) ? item : {};
  const id = typeof row.id === 'string' && row.id !== '' ? row.id : null;
  const success = row.success === true;
  if (success && id === null) throw unreadable('has a result without an id');
  return { success, id, created: row.created === true, errors: vendorErrors(row.errors ?? [], null) };
}

/** A new record has nothing to clear. */
export function filled(fields: FieldValues): FieldValues {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function unreadable(what: string): CallFailure {
  const message = `The answer of Salesforce ${what}.`;
  return new CallFailure([{ code: 'UNREADABLE_ANSWER', message, fields: [], status: null }]);
}
