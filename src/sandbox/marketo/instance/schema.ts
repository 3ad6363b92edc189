export type DataType =
  'string' | 'text' | 'email' | 'phone' | 'url' | 'boolean' | 'integer' | 'datetime' | 'date';

export interface Field {
  readonly name: string;
  readonly displayName: string;
  readonly dataType: DataType;
  readonly length?: number;
  readonly updateable: boolean;
}

export const KEY_FIELD = 'tributaryId';
export const EXTERNAL_COMPANY_ID = 'externalCompanyId';

const named = (name: string, dataType: DataType, updateable: boolean): Field => {
  const spaced = name.replaceAll(/([A-Z])/g, ' $1');
  const displayName = spaced.charAt(0).toUpperCase() + spaced.slice(1);
  const isLong = dataType === 'string' || dataType === 'email' || dataType === 'phone' || dataType === 'url';
  return { name, displayName, dataType, ...(isLong && { length: 255 }), updateable };
};
const fields = (dataType: DataType, ...names: string[]) => names.map((name) => named(name, dataType, true));
const readOnly = (dataType: DataType, ...names: string[]) =>
  names.map((name) => named(name, dataType, false));

const identity = [...readOnly('integer', 'id'), ...readOnly('datetime', 'createdAt', 'updatedAt')];
const ofCompany = [
  ...fields(
    'string',
    'company',
    'industry',
    'billingCity',
    'billingCountry',
    'billingPostalCode',
    'billingState',
  ),
  ...fields('text', 'billingStreet'),
  ...fields('string', 'site', 'sicCode'),
  ...fields('phone', 'mainPhone'),
  ...fields('url', 'website'),
  ...fields('integer', 'numberOfEmployees', 'annualRevenue'),
];

/** Standard fields of the lead, a selection ("List of Standard Fields"). */
export function leadFields(hasKeyField: boolean): readonly Field[] {
  return [
    ...identity,
    ...fields('email', 'email'),
    ...fields('string', 'firstName', 'middleName', 'lastName', 'salutation', 'title', 'department'),
    ...fields('phone', 'phone', 'mobilePhone', 'fax'),
    ...fields('text', 'address'),
    ...fields('string', 'city', 'state', 'postalCode', 'country', 'leadSource', 'leadStatus', 'twitterId'),
    ...fields('boolean', 'unsubscribed', 'doNotCall', 'emailInvalid'),
    ...fields('text', 'unsubscribedReason'),
    ...fields('date', 'dateOfBirth'),
    ...fields('integer', 'leadScore'),
    ...ofCompany,
    { ...named(EXTERNAL_COMPANY_ID, 'string', true), length: 100 },
    ...readOnly('boolean', 'isAnonymous'),
    ...(hasKeyField ? fields('string', KEY_FIELD) : []),
  ];
}

/** Their external id is given when they are made and stays. */
export const companyFields: readonly Field[] = [
  ...identity,
  { ...named(EXTERNAL_COMPANY_ID, 'string', false), length: 100 },
  ...ofCompany,
];

/** Company fields, which a lead of a company only shows. */
export const companyFieldNames: ReadonlySet<string> = new Set(ofCompany.map(({ name }) => name));

export function searchableLeadFields(hasKeyField: boolean): readonly string[] {
  return ['id', 'email', 'twitterId', ...(hasKeyField ? [KEY_FIELD] : [])];
}

export const searchableCompanyFields: readonly string[] = ['id', EXTERNAL_COMPANY_ID, 'company'];
