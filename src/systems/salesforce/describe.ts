import type { ObjectDescription, RemoteField } from '../system.js';
import { SystemError } from '../system.js';
import type { SalesforceClient } from './client.js';
import { CallFailure, asSystemError, isObject } from './failure.js';
import { objectOf, sObjectOf } from './objects.js';

/** What the describe call says of an object beyond its fields. */
export interface SObjectDescription extends ObjectDescription {
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly deletable: boolean;
  readonly queryable: boolean;
}

/** Descriptions of objects as the signed-in user sees them, each read once until it is forgotten. */
export class Descriptions {
  readonly #client: SalesforceClient;
  readonly #kept = new Map<string, Promise<SObjectDescription>>();

  constructor(client: SalesforceClient) {
    this.#client = client;
  }

  /** Throws {@link SystemError}. */
  async of(object: string): Promise<SObjectDescription> {
    const reading = this.#kept.get(object) ?? this.#read(object);
    this.#kept.set(object, reading);
    try {
      return await reading;
    } catch (error) {
      this.#kept.delete(object);
      throw error;
    }
  }

  forget(object: string): void {
    this.#kept.delete(object);
  }

  async #read(object: string): Promise<SObjectDescription> {
    const sObject = sObjectOf(object);
    if (sObject === null) throw unknownObject(object);
    try {
      return toDescription(
        object,
        await this.#client.request({ method: 'GET', path: `/sobjects/${sObject}/describe` }),
      );
    } catch (error) {
      throw error instanceof CallFailure ? asSystemError(error) : error;
    }
  }
}

export function unknownObject(object: string): SystemError {
  return new SystemError('misconfigured', {
    code: 'UNKNOWN_OBJECT',
    message: `Object "${object}" is not known to the Salesforce connector.`,
    field: null,
    advice: 'Choose one of the objects the destination type lists.',
    whoActs: 'admin',
  });
}

export function toDescription(object: string, body: unknown): SObjectDescription {
  const answer = isObject(body) ? body : {};
  const given = objectOf(object)?.givenFields ?? [];
  const fields = (Array.isArray(answer.fields) ? answer.fields.filter(isObject) : [])
    .map(toRemoteField)
    .map((field) => (given.includes(field.name) ? notMapped(field) : field));
  return {
    object,
    fields: new Map(fields.map((field) => [field.name, field])),
    createable: answer.createable === true,
    updateable: answer.updateable === true,
    deletable: answer.deletable === true,
    queryable: answer.queryable === true,
  };
}

/** A field that follows from what the record is about; to a mapping it is as good as read-only. */
function notMapped(field: RemoteField): RemoteField {
  return { ...field, requiredOnCreate: false, createable: false, updateable: false };
}

type FieldType = RemoteField['type'];

/** Salesforce's field types in our words (SOAP API Developer Guide, "Field Types"). */
const types: Readonly<Record<string, FieldType>> = {
  ...Object.fromEntries(['string', 'textarea', 'encryptedstring'].map((type) => [type, 'text' as const])),
  ...Object.fromEntries(
    ['int', 'long', 'double', 'currency', 'percent'].map((type) => [type, 'number' as const]),
  ),
  ...Object.fromEntries(['picklist', 'multipicklist', 'combobox'].map((type) => [type, 'picklist' as const])),
  email: 'email',
  phone: 'phone',
  url: 'url',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  id: 'reference',
  reference: 'reference',
};

const typesWithLength: ReadonlySet<FieldType> = new Set([
  'text',
  'email',
  'phone',
  'url',
  'picklist',
  'reference',
]);

function toRemoteField(field: Record<string, unknown>): RemoteField {
  const type = types[String(field.type)] ?? 'other';
  const length = Number(field.length);
  const createable = field.createable === true;
  return {
    name: String(field.name),
    label: String(field.label ?? field.name),
    type,
    maxLength: typesWithLength.has(type) && length > 0 ? length : null,
    requiredOnCreate: createable && field.nillable === false && field.defaultedOnCreate !== true,
    createable,
    updateable: field.updateable === true,
    externalId: field.externalId === true,
    unique: field.unique === true,
    allowedValues: field.restrictedPicklist === true ? activeValues(field.picklistValues) : null,
  };
}

function activeValues(values: unknown): string[] {
  if (!Array.isArray(values)) return [];
  return values.filter(isObject).flatMap(({ active, value }) => (active === false ? [] : [String(value)]));
}
