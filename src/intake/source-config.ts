import type { FieldError } from '../platform/api/index.js';
import { LONGEST_NAME } from './partner/lead-check.js';
import { isRecord } from './reading/json.js';
import type { SourceType } from './source.entity.js';

/** Which attributes of a lead are ids of its person, each with the namespace that the id is of. */
export type IdentityAttributes = Readonly<Record<string, string>>;

/** How a source is read; validated when it is set. */
export interface SourceConfig {
  readonly identities?: IdentityAttributes;
}

/** A setting that is null is taken away, one that is left out stays. */
export interface SourceConfigChange {
  readonly identities?: IdentityAttributes | null;
}

/** What OpenAPI shows of `identities`, and what is checked. `email` is the namespace of e-mail addresses. */
export const identitiesSchema = {
  type: 'object',
  maxProperties: 10,
  additionalProperties: { type: 'string', pattern: '^(?!email$)[a-z][a-z0-9-]{0,49}$' },
} as const;

const namespace = new RegExp(identitiesSchema.additionalProperties.pattern);

type Check = (value: unknown, path: string) => FieldError[];

const settings: Readonly<Record<SourceType, Readonly<Record<string, Check>>>> = {
  marketplace: {},
  partner: { identities: identityProblems },
};

/** Everything that is wrong with a change of a source's config; empty where it will do. */
export function configProblems(type: SourceType, change: SourceConfigChange): FieldError[] {
  const known = settings[type];
  return Object.entries(change).flatMap(([name, value]) => {
    const path = `config.${name}`;
    const check = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!check) return [{ path, message: `is not a setting of a ${type} source` }];
    return value === null ? [] : check(value, path);
  });
}

export function changedConfig(
  config: SourceConfig,
  { identities = config.identities }: SourceConfigChange,
): SourceConfig {
  return identities ? { identities } : {};
}

function identityProblems(value: unknown, path: string): FieldError[] {
  if (!isRecord(value)) return [{ path, message: 'must be an object of attribute names and namespaces' }];
  const entries = Object.entries(value);
  const { maxProperties } = identitiesSchema;
  if (entries.length > maxProperties)
    return [{ path, message: `may name up to ${maxProperties} attributes` }];
  return entries.flatMap(([attribute, name], index) => {
    const message = identityProblem(attribute, name, entries.slice(0, index));
    return message === null ? [] : [{ path: `${path}.${attribute.slice(0, LONGEST_NAME)}`, message }];
  });
}

function identityProblem(
  attribute: string,
  name: unknown,
  earlier: readonly (readonly [string, unknown])[],
): string | null {
  if (attribute === '' || attribute.length > LONGEST_NAME)
    return `must be the name of an attribute, of 1 to ${LONGEST_NAME} characters`;
  if (typeof name !== 'string' || !namespace.test(name))
    return (
      'must be a namespace other than email: up to 50 small letters, digits and hyphens, the first a letter, ' +
      'such as salesforce-contact-id'
    );
  const same = earlier.find(([, other]) => other === name);
  return same ? `has the namespace of ${same[0]}; a lead says one id of each` : null;
}
