export type Entity = 'Account' | 'Person';

/** What the organisation knows of an entity's columns and of the fields behind them. */
export interface EntityRules {
  /** Headers a file must have; spelling counts, case does not. */
  readonly requiredHeaders: readonly string[];
  readonly otherHeaders: readonly string[];
  readonly idColumn: string;
  /** Name of the exported field of each column. */
  readonly fields: Readonly<Record<string, string>>;
}

export const ENTITIES: Readonly<Record<Entity, EntityRules>> = {
  Account: {
    requiredHeaders: ['Account Name', 'Account Domain'],
    otherHeaders: ['External Account ID', 'Owner', 'Phone Number', 'Employees', 'Annual Revenue', 'Industry'],
    idColumn: 'External Account ID',
    fields: {
      'Account Name': '{Account}.name',
      'Account Domain': '{Account}.domain',
      'External Account ID': '{Account}.crmId___e',
      Industry: '{Account}.industry',
      Employees: '{Account}.employees',
    },
  },
  Person: {
    requiredHeaders: ['First Name', 'Last Name', 'Email', 'External Person Id'],
    otherHeaders: [
      'Account Name',
      'Account Domain',
      'External Account Id',
      'Person Type',
      'Postal Code',
      'Role',
      'Title',
      'State',
    ],
    idColumn: 'External Person Id',
    fields: {
      Email: '{Person}.email',
      'First Name': '{Person}.firstName',
      'Last Name': '{Person}.lastName',
      'External Person Id': '{Person}.externalPersonId',
      Title: '{Person}.title',
    },
  },
};

/** The entity of that name, in whichever case. */
export function entityOf(name: string | null | undefined): Entity | null {
  const entities: readonly Entity[] = ['Account', 'Person'];
  return entities.find((entity) => entity.toLowerCase() === name?.toLowerCase()) ?? null;
}

/** Values by the spelling of {@link EntityRules}, whatever case a file's header had. */
export type Row = Readonly<Record<string, string>>;
