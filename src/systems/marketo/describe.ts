import type { ObjectDescription, RemoteField } from '../system.js';
import type { MarketoClient } from './client.js';
import { isObject, textOf } from './failure.js';
import { unknownObject } from './objects.js';
import { readable, type Row } from './reading.js';
import type { MarketoSettings } from './settings.js';

/** What the describe call says of an object beyond its fields. */
export interface MarketoDescription extends ObjectDescription {
  readonly searchable: ReadonlySet<string>;
}

/**
 * Fields of the company that a lead shows and that are not written through the lead ("Leads", Sync Leads): on a lead
 * that belongs to a company they are refused (1021). Companies are an object of their own.
 */
const companyFields: ReadonlySet<string> = new Set([
  'company',
  'industry',
  'annualRevenue',
  'billingCity',
  'billingCountry',
  'billingPostalCode',
  'billingState',
  'billingStreet',
  'website',
  'mainPhone',
  'site',
  'sicCode',
  'numberOfEmployees',
]);

/** Descriptions of objects as the API-only user sees them, each read once until it is forgotten. */
export class Descriptions {
  readonly #kept = new Map<string, Promise<MarketoDescription>>();

  constructor(
    private readonly client: MarketoClient,
    private readonly settings: MarketoSettings,
  ) {}

  /** Throws `SystemError`. */
  async of(object: string): Promise<MarketoDescription> {
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

  async #read(object: string): Promise<MarketoDescription> {
    switch (object) {
      case 'lead':
        return this.#lead(await this.#ask('/rest/v1/leads/describe2.json'));
      case 'company':
        return company(await this.#ask('/rest/v1/companies/describe.json'));
      case 'static-list':
        return { object, fields: new Map(), searchable: new Set() };
      default:
        throw unknownObject(object);
    }
  }

  async #ask(path: string): Promise<Row> {
    const { result } = await readable(this.client, this.client.request({ method: 'GET', path }));
    return result.find(isObject) ?? {};
  }

  #lead(row: Row): MarketoDescription {
    const { lookupField, keyField, creates } = this.settings;
    const searchable = searchableIn(row);
    const isNeeded = (name: string) => creates && keyField === null && name === lookupField;
    const fields = fieldsIn(row).map((field): RemoteField => {
      const writable = field.updateable && !companyFields.has(field.name);
      return {
        ...field,
        createable: writable,
        updateable: writable,
        requiredOnCreate: writable && isNeeded(field.name),
        externalId: field.name === keyField,
      };
    });
    return { object: 'lead', fields: byName(fields), searchable };
  }
}

function company(row: Row): MarketoDescription {
  const fields = fieldsIn(row).map((field): RemoteField => ({
    ...field,
    requiredOnCreate: field.name === 'company',
    externalId: field.name === 'externalCompanyId',
    unique: field.name === 'externalCompanyId',
  }));
  return { object: 'company', fields: byName(fields), searchable: searchableIn(row) };
}

function byName(fields: readonly RemoteField[]): ReadonlyMap<string, RemoteField> {
  return new Map(fields.map((field) => [field.name, field]));
}

/** Fields by which one value is searched for; those that only search together with another are left out. */
function searchableIn({ searchableFields }: Row): ReadonlySet<string> {
  const sets = Array.isArray(searchableFields) ? searchableFields : [];
  return new Set(sets.flatMap((set) => (Array.isArray(set) && set.length === 1 ? [String(set[0])] : [])));
}

type FieldType = RemoteField['type'];

/** Marketo's field types in our words ("Field Types" of the developer guide). */
const types: Readonly<Record<string, FieldType>> = {
  string: 'text',
  text: 'text',
  email: 'email',
  phone: 'phone',
  url: 'url',
  boolean: 'boolean',
  integer: 'number',
  float: 'number',
  currency: 'number',
  percent: 'number',
  score: 'number',
  date: 'date',
  datetime: 'datetime',
  reference: 'reference',
};
const typesWithLength: ReadonlySet<FieldType> = new Set(['text', 'email', 'phone', 'url', 'reference']);

function fieldsIn({ fields }: Row): RemoteField[] {
  return Array.isArray(fields) ? fields.filter(isObject).map(toRemoteField) : [];
}

function toRemoteField(field: Row): RemoteField {
  const type = types[String(field.dataType)] ?? 'other';
  const name = String(field.name);
  const updateable = field.updateable === true;
  return {
    name,
    label: textOf(field.displayName) ?? name,
    type,
    maxLength: typesWithLength.has(type) && Number(field.length) > 0 ? Number(field.length) : null,
    requiredOnCreate: false,
    createable: updateable,
    updateable,
    externalId: false,
    unique: false,
    allowedValues: null,
  };
}
