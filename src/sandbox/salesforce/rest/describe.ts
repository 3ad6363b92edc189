import type { ApiAnswer } from '../../frame/index.js';
import type { Route, RoutedCall } from './call.js';
import { notFound } from './errors.js';
import type { FieldSchema } from '../org/field.js';
import type { ObjectSchema } from '../org/schema.js';

/** What the org says of itself: resources, objects, fields, limits. */
export function describeRoutes(): readonly Route[] {
  return [
    { method: 'GET', path: '/', endpoint: 'resources', kind: 'other', handle: resources },
    { method: 'GET', path: '/limits', endpoint: 'limits', kind: 'other', handle: limits },
    { method: 'GET', path: '/sobjects', endpoint: 'describe', kind: 'describe', handle: describeAll },
    {
      method: 'GET',
      path: '/sobjects/:object/describe',
      endpoint: 'describe',
      kind: 'describe',
      handle: describe,
    },
  ];
}

function resources({ basePath }: RoutedCall): ApiAnswer {
  const names = ['sobjects', 'query', 'limits', 'composite'];
  return { status: 200, body: Object.fromEntries(names.map((name) => [name, `${basePath}/${name}`])) };
}

function limits({ org }: RoutedCall): ApiAnswer {
  const { callLimit } = org.settings;
  return {
    status: 200,
    body: { DailyApiRequests: { Max: callLimit, Remaining: Math.max(0, callLimit - org.callsUsed) } },
  };
}

function describeAll({ org, basePath }: RoutedCall): ApiAnswer {
  const sobjects = org.schema.objects.map((object) => summary(object, basePath));
  return { status: 200, body: { encoding: 'UTF-8', maxBatchSize: 200, sobjects } };
}

function describe({ org, basePath, place }: RoutedCall): ApiAnswer {
  const object = org.schema.object(place('object'));
  if (!object) throw notFound();
  return {
    status: 200,
    headers: {
      'Last-Modified': org.schemaChangedAt.toUTCString(),
      ETag: `"${org.schemaChangedAt.getTime().toString(16)}"`,
    },
    body: { ...summary(object, basePath), fields: object.fields.map(describeField) },
  };
}

function summary(object: ObjectSchema, basePath: string): Record<string, unknown> {
  const url = `${basePath}/sobjects/${object.name}`;
  return {
    name: object.name,
    label: object.label,
    keyPrefix: object.keyPrefix,
    custom: false,
    createable: object.writable,
    updateable: object.writable,
    deletable: object.writable,
    queryable: true,
    retrieveable: true,
    urls: { sobject: url, describe: `${url}/describe`, rowTemplate: `${url}/{ID}` },
  };
}

function describeField(field: FieldSchema): Record<string, unknown> {
  const isNumber = field.type === 'int' || field.type === 'currency';
  const isText = !isNumber && !TYPES_WITHOUT_LENGTH.has(field.type);
  return {
    name: field.name,
    label: field.label,
    type: field.type,
    length: isText ? field.length : 0,
    byteLength: isText ? field.length * 3 : 0,
    digits: field.type === 'int' ? field.length : 0,
    precision: field.type === 'currency' ? field.length : 0,
    scale: 0,
    nillable: !field.required && field.type !== 'boolean' && field.type !== 'id' && field.name !== 'OwnerId',
    createable: field.createable,
    updateable: field.updateable,
    defaultedOnCreate: field.defaultValue !== undefined || field.name === 'OwnerId' || !field.createable,
    custom: field.name.endsWith('__c'),
    externalId: field.externalId,
    idLookup: field.idLookup,
    unique: field.unique,
    caseSensitive: false,
    filterable: field.filterable,
    restrictedPicklist: field.restricted,
    picklistValues: picklistValues(field),
    referenceTo: field.referenceTo,
    relationshipName: field.type === 'reference' ? field.name.replace(/Id$/, '') : null,
  };
}

const TYPES_WITHOUT_LENGTH: ReadonlySet<string> = new Set(['boolean', 'date', 'datetime']);

function picklistValues(field: FieldSchema): readonly unknown[] {
  if (field.type !== 'picklist') return [];
  return field.values.map((value) => ({
    active: true,
    defaultValue: value === field.defaultValue,
    label: value,
    validFor: null,
    value,
  }));
}
