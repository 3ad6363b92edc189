import { catalogue } from './catalogue.js';
import type { FieldValues } from '../../frame/index.js';
import type { FieldSchema, ObjectDeclaration } from './field.js';
import type { OrgSettings } from './settings.js';

/** An object as the integration user sees it. */
export class ObjectSchema {
  readonly name: string;
  readonly label: string;
  readonly keyPrefix: string;
  readonly writable: boolean;
  /** The fields that exist and that field-level security shows. */
  readonly fields: readonly FieldSchema[];
  /** What a new record holds where nothing is given: each field, hidden ones too, at its default or null. */
  readonly blank: Readonly<FieldValues>;
  readonly uniqueFields: readonly FieldSchema[];
  readonly requiredFields: readonly FieldSchema[];
  readonly #visible: ReadonlyMap<string, FieldSchema>;
  readonly #known: ReadonlyMap<string, FieldSchema>;

  constructor(declaration: ObjectDeclaration, settings: OrgSettings) {
    this.name = declaration.name;
    this.label = declaration.label;
    this.keyPrefix = declaration.keyPrefix;
    this.writable = declaration.writable;
    const all = declaration.fields.map((field) => inOrg(field, settings));
    this.blank = blankRecord(all);
    this.fields = all.filter((field) => isVisible(field, settings));
    this.uniqueFields = all.filter((field) => field.unique);
    this.requiredFields = all.filter((field) => field.required && field.createable);
    this.#known = byEitherName(all);
    this.#visible = byEitherName(this.fields);
  }

  /** A field the integration user may see; names are not case-sensitive. */
  field(name: string): FieldSchema | undefined {
    return this.#visible.get(name) ?? this.#visible.get(name.toLowerCase());
  }

  /** A field, hidden or not. */
  anyField(name: string): FieldSchema | undefined {
    return this.#known.get(name) ?? this.#known.get(name.toLowerCase());
  }
}

export class OrgSchema {
  readonly objects: readonly ObjectSchema[];
  readonly #byName: ReadonlyMap<string, ObjectSchema>;
  readonly #byPrefix: ReadonlyMap<string, ObjectSchema>;

  constructor(settings: OrgSettings) {
    this.objects = catalogue().map((declaration) => new ObjectSchema(declaration, settings));
    this.#byName = byName(this.objects);
    this.#byPrefix = new Map(this.objects.map((object) => [object.keyPrefix, object]));
  }

  object(name: string): ObjectSchema | undefined {
    return this.#byName.get(name.toLowerCase());
  }

  objectOfId(id: string): ObjectSchema | undefined {
    return this.#byPrefix.get(id.slice(0, 3));
  }
}

export const EXTERNAL_ID_FIELD = 'Tributary_Id__c';
const OPT_OUT_FIELDS: ReadonlySet<string> = new Set(['HasOptedOutOfEmail', 'HasOptedOutOfFax', 'DoNotCall']);

function inOrg(field: FieldSchema, settings: OrgSettings): FieldSchema {
  if (field.name === EXTERNAL_ID_FIELD) return { ...field, unique: settings.externalIdUnique };
  const restricted = settings.restrictedPicklists.includes(field.name);
  const values = settings.picklistValues[field.name] ?? field.values;
  if (!restricted && values === field.values) return field;
  return { ...field, type: 'picklist', restricted: restricted || field.restricted, values };
}

function isVisible(field: FieldSchema, settings: OrgSettings): boolean {
  if (field.name === EXTERNAL_ID_FIELD) return !settings.removeExternalIdField;
  if (field.name.endsWith('__c')) return settings.customFields;
  return settings.optOutFieldsVisible || !OPT_OUT_FIELDS.has(field.name);
}

/** Parsed rather than assembled: V8 then copies it, and with it every record, as one flat block. */
function blankRecord(fields: readonly FieldSchema[]): FieldValues {
  const entries = fields.map(({ name, defaultValue = null }) => [name, defaultValue] as const);
  return JSON.parse(JSON.stringify(Object.fromEntries(entries)));
}

/** The exact name is what most callers have, and spares them the folding. */
function byEitherName(fields: readonly FieldSchema[]): ReadonlyMap<string, FieldSchema> {
  return new Map([...byName(fields), ...fields.map((field) => [field.name, field] as const)]);
}

function byName<T extends { readonly name: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.name.toLowerCase(), item]));
}
