import type { ApiAnswer } from '../../frame/index.js';
import type { TableSchema } from '../environment/catalogue.js';
import type { Column } from '../environment/column.js';
import { KEY_COLUMN, type Environment } from '../environment/environment.js';
import type { Address, Segment } from '../odata/address.js';
import { noSuchResource } from './errors.js';

/** `GET /EntityDefinitions(LogicalName='lead')…`: definitions of tables, of their columns by type, and of their keys. */
export function readMetadata(environment: Environment, { segments, search }: Address): ApiAnswer {
  const [entity, collection, cast, ...more] = segments;
  const table = entity && tableOf(environment, entity);
  if (!table || more.length > 0) throw noSuchResource(entity?.name ?? '');
  if (!collection)
    return { status: 200, body: definitionOf(environment, table, search.get('$expand') ?? '') };
  if (collection.name === 'Keys') return listOf(keysOf(environment));
  if (collection.name === 'ManyToOneRelationships') return listOf(relationshipsOf(table));
  if (collection.name !== 'Attributes') throw noSuchResource(collection.name);
  if (!cast) return listOf(table.columns.map((column) => attributeOf(column)));
  const [, type] = /^Microsoft\.Dynamics\.CRM\.(\w+)AttributeMetadata$/.exec(cast.name) ?? [];
  if (type === undefined) throw noSuchResource(cast.name);
  const typed = table.columns.filter((column) => column.type === type);
  return listOf(typed.map((column) => typedAttributeOf(column, search.get('$expand') ?? '')));
}

function tableOf(environment: Environment, { name, key }: Segment): TableSchema | undefined {
  if (name !== 'EntityDefinitions' || key?.kind !== 'columns') return undefined;
  return environment.tableNamed(key.values.get('LogicalName') ?? '');
}

function listOf(value: readonly object[]): ApiAnswer {
  return { status: 200, body: { value } };
}

/** Lengths and options are no property of all columns and come with a cast to their type only. */
function definitionOf(environment: Environment, table: TableSchema, expand: string): object {
  const wants = (name: string) => new RegExp(`(^|,)${name}(\\(|,|$)`).test(expand);
  return {
    LogicalName: table.logicalName,
    EntitySetName: table.entitySet,
    PrimaryIdAttribute: table.idColumn,
    MetadataId: environment.id,
    ...(wants('Attributes') && { Attributes: table.columns.map(attributeOf) }),
    ...(wants('Keys') && { Keys: keysOf(environment) }),
    ...(wants('ManyToOneRelationships') && { ManyToOneRelationships: relationshipsOf(table) }),
  };
}

function attributeOf(column: Column): object {
  return {
    '@odata.type': `#Microsoft.Dynamics.CRM.${column.type}AttributeMetadata`,
    LogicalName: column.name,
    AttributeType: column.type,
    DisplayName: labelOf(column.label),
    RequiredLevel: { Value: column.required, CanBeChanged: true },
    IsValidForCreate: column.createable,
    IsValidForUpdate: column.updateable,
    IsValidForRead: true,
    AttributeOf: column.attributeOf ?? null,
  };
}

function typedAttributeOf(column: Column, expand: string): object {
  const options = column.options?.map(({ value, label, state }) => ({
    Value: value,
    Label: labelOf(label),
    ...(state !== undefined && { State: state }),
  }));
  return {
    LogicalName: column.name,
    ...(column.maxLength !== undefined && { MaxLength: column.maxLength }),
    ...(column.format !== undefined && { FormatName: { Value: column.format } }),
    ...(column.type === 'DateTime' && { Format: column.isDay ? 'DateOnly' : 'DateAndTime' }),
    ...(options && { DefaultFormValue: -1 }),
    ...(options && expand.startsWith('OptionSet') && { OptionSet: { Options: options } }),
  };
}

function labelOf(text: string): object {
  const label = { Label: text, LanguageCode: 1033 };
  return { LocalizedLabels: [label], UserLocalizedLabel: label };
}

function keysOf({ settings }: Environment): object[] {
  if (settings.keyStatus === 'absent') return [];
  return [
    {
      LogicalName: 'tributary_key',
      KeyAttributes: [KEY_COLUMN.name],
      EntityKeyIndexStatus: settings.keyStatus,
    },
  ];
}

function relationshipsOf({ columns }: TableSchema): object[] {
  return columns.flatMap(({ name, targets = [] }) =>
    targets.map(({ table, property }) => ({
      ReferencingAttribute: name,
      ReferencedEntity: table,
      ReferencingEntityNavigationPropertyName: property,
    })),
  );
}
