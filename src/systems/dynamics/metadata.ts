import type { ObjectDescription, RemoteField } from '../system.js';
import { sendBatch } from './batch.js';
import type { DynamicsClient } from './client.js';
import { asSystemError, CallFailure, unreadable, vendorError } from './failure.js';
import type { Json } from './json.js';
import { isObject, objectsOf, parsed, textOf } from './json.js';
import { entitySetOf, tableNamed, type Table } from './tables.js';

/** A column beyond what the contract says of a field. */
export interface Column extends RemoteField {
  /** Of a choice: what stands for each option, and what it is called. */
  readonly options: readonly Option[] | null;
  /** Of a lookup: how it is set. */
  readonly binding: Binding | null;
}

export interface Option {
  readonly value: number;
  /** In the language of the application user, as people pick it. */
  readonly label: string;
  /** In all languages of the environment, `label` among them. */
  readonly labels: readonly string[];
}

export interface Binding {
  /** Navigation property, whose case matters and which is not always the column's name. */
  readonly property: string;
  readonly entitySet: string;
}

export interface TableDescription extends ObjectDescription {
  readonly table: Table;
  readonly fields: ReadonlyMap<string, Column>;
  readonly keys: readonly AlternateKey[];
}

export interface AlternateKey {
  readonly columns: readonly string[];
  /** `Active` once its index is built; `Pending`, `InProgress` or `Failed` otherwise. */
  readonly status: string;
}

/** Descriptions of tables as the application user sees them, each read once until it is forgotten. */
export class Descriptions {
  readonly #client: DynamicsClient;
  readonly #kept = new Map<string, Promise<TableDescription>>();

  constructor(client: DynamicsClient) {
    this.#client = client;
  }

  /** Throws `SystemError`. */
  async of(object: string): Promise<TableDescription> {
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

  async #read(object: string): Promise<TableDescription> {
    const table = tableNamed(object);
    try {
      const paths = metadataPaths(table.logicalName);
      const parts = await sendBatch(
        this.#client,
        paths.map((path) => ({ method: 'GET' as const, path })),
      );
      const bodies = paths.map((_, index) => {
        const part = parts[index];
        if (!part) throw unreadable('about a table has too few parts');
        if (part.status !== 200) throw new CallFailure(vendorError(part));
        return parsed(part.body);
      });
      return toDescription(object, table, bodies);
    } catch (error) {
      throw error instanceof CallFailure ? asSystemError(error) : error;
    }
  }
}

const attributeColumns =
  'LogicalName,AttributeType,DisplayName,RequiredLevel,IsValidForCreate,IsValidForUpdate,IsValidForRead,AttributeOf';

/** Lengths and options belong to types of columns, each of which is asked for by itself ("Query table definitions"). */
function metadataPaths(logicalName: string): string[] {
  const entity = `EntityDefinitions(LogicalName='${logicalName}')`;
  const attributesOf = (type: string) =>
    `${entity}/Attributes/Microsoft.Dynamics.CRM.${type}AttributeMetadata`;
  const choice = '?$select=LogicalName,DefaultFormValue&$expand=OptionSet($select=Options)';
  return [
    `${entity}?$select=LogicalName&$expand=Attributes($select=${attributeColumns}),` +
      'Keys($select=KeyAttributes,EntityKeyIndexStatus),' +
      'ManyToOneRelationships($select=ReferencingAttribute,ReferencedEntity,ReferencingEntityNavigationPropertyName)',
    `${attributesOf('String')}?$select=LogicalName,MaxLength,FormatName`,
    `${attributesOf('Memo')}?$select=LogicalName,MaxLength`,
    `${attributesOf('DateTime')}?$select=LogicalName,Format`,
    ...['Picklist', 'State', 'Status'].map((type) => `${attributesOf(type)}${choice}`),
  ];
}

function toDescription(
  object: string,
  table: Table,
  [entity, ...typed]: readonly unknown[],
): TableDescription {
  if (!isObject(entity)) throw unreadable('about a table is no JSON object');
  const details = new Map(
    typed
      .flatMap((body) => objectsOf(isObject(body) ? body.value : null))
      .map((each) => [String(each.LogicalName), each]),
  );
  const relationships = objectsOf(entity.ManyToOneRelationships);
  const columns = objectsOf(entity.Attributes)
    // Companions such as the name of a lookup or the label of a choice are no columns of their own.
    .filter(({ AttributeOf, IsValidForRead }) => textOf(AttributeOf) === null && IsValidForRead !== false)
    .map((attribute) => toColumn(attribute, details.get(String(attribute.LogicalName)) ?? {}, relationships));
  const keys = objectsOf(entity.Keys).map(({ KeyAttributes, EntityKeyIndexStatus }) => ({
    columns: Array.isArray(KeyAttributes) ? KeyAttributes.map(String) : [],
    status: String(EntityKeyIndexStatus),
  }));
  const single = new Set(
    keys.flatMap(({ columns: [first, ...more] }) => (first && more.length === 0 ? [first] : [])),
  );
  const fields = columns.map((column) => {
    const isKey = single.has(column.name);
    return { ...column, externalId: isKey, unique: isKey };
  });
  return { object, table, keys, fields: new Map(fields.map((field) => [field.name, field])) };
}

const types: Readonly<Record<string, RemoteField['type']>> = {
  String: 'text',
  Memo: 'text',
  Boolean: 'boolean',
  Integer: 'number',
  BigInt: 'number',
  Decimal: 'number',
  Double: 'number',
  Money: 'number',
  DateTime: 'datetime',
  Picklist: 'picklist',
  State: 'picklist',
  Status: 'picklist',
  Lookup: 'reference',
  Customer: 'reference',
  Owner: 'reference',
};

const formats: Readonly<Record<string, RemoteField['type']>> = { Email: 'email', Phone: 'phone', Url: 'url' };

/** Filled by Dataverse where a new record says nothing of them, although it calls them required. */
const filledByItself: ReadonlySet<string> = new Set([
  'Owner',
  'Uniqueidentifier',
  'State',
  'Status',
  'Boolean',
]);

function toColumn(attribute: Json, detail: Json, relationships: readonly Json[]): Column {
  const name = String(attribute.LogicalName);
  const attributeType = String(attribute.AttributeType);
  const format = isObject(detail.FormatName) ? String(detail.FormatName.Value) : '';
  const isDay = attributeType === 'DateTime' && detail.Format === 'DateOnly';
  const type = isDay ? 'date' : (formats[format] ?? types[attributeType] ?? 'other');
  const binding = type === 'reference' ? bindingOf(name, relationships) : null;
  const isWritable = type !== 'other' && (type !== 'reference' || binding !== null);
  const createable = isWritable && attribute.IsValidForCreate === true;
  const options = type === 'picklist' ? optionsOf(detail) : null;
  const hasDefault = filledByItself.has(attributeType) || Number(detail.DefaultFormValue ?? -1) >= 0;
  return {
    name,
    label: labelOf(attribute.DisplayName) ?? name,
    type,
    maxLength: Number(detail.MaxLength) > 0 ? Number(detail.MaxLength) : null,
    requiredOnCreate: createable && !hasDefault && isRequired(attribute.RequiredLevel),
    createable,
    updateable: isWritable && attribute.IsValidForUpdate === true,
    externalId: false,
    unique: false,
    allowedValues: options && options.map(({ label }) => label),
    options,
    binding,
  };
}

/** "Business required" holds for forms only: the API takes records without, so that it is checked here. */
function isRequired(level: unknown): boolean {
  const value = isObject(level) ? level.Value : null;
  return value === 'ApplicationRequired' || value === 'SystemRequired';
}

function optionsOf(detail: Json): Option[] {
  const set = isObject(detail.OptionSet) ? detail.OptionSet : {};
  return objectsOf(set.Options).map(({ Value, Label }) => {
    const value = Number(Value);
    const label = labelOf(Label) ?? String(value);
    const all = isObject(Label) ? objectsOf(Label.LocalizedLabels) : [];
    return { value, label, labels: [label, ...all.flatMap((each) => textOf(each.Label) ?? [])] };
  });
}

function labelOf(label: unknown): string | null {
  const own = isObject(label) ? label.UserLocalizedLabel : null;
  return isObject(own) ? textOf(own.Label) : null;
}

/** Where a lookup may lead to several tables each has a property of its own; companies and users come first. */
const preferred = ['account', 'systemuser'];

function bindingOf(column: string, relationships: readonly Json[]): Binding | null {
  const ways = relationships.flatMap((relationship) => {
    const property = textOf(relationship.ReferencingEntityNavigationPropertyName);
    const target = String(relationship.ReferencedEntity);
    const entitySet = entitySetOf(target);
    if (relationship.ReferencingAttribute !== column || property === null || entitySet === null) return [];
    return [{ target, property, entitySet }];
  });
  const [first] = ways.toSorted((a, b) => rank(a.target) - rank(b.target));
  return first ? { property: first.property, entitySet: first.entitySet } : null;
}

function rank(target: string): number {
  const at = preferred.indexOf(target);
  return at < 0 ? preferred.length : at;
}
