import type { FieldDeclaration, SystemConfig, SystemDefinition } from './system.js';

export interface SettingsProblem {
  /** e.g. `config.loginUrl`. */
  readonly path: string;
  readonly message: string;
}

/** A JSON schema (2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>;

type Declared = Pick<SystemDefinition, 'config' | 'credentials' | 'credentialSets'>;

export function configSchema({ config }: Pick<SystemDefinition, 'config'>): JsonSchema {
  return objectSchema(config);
}

/** The schema of the credentials; one of the sets that are enough to sign in must be complete. */
export function credentialsSchema(
  definition: Pick<SystemDefinition, 'credentials' | 'credentialSets'>,
): JsonSchema {
  const sets = definition.credentialSets;
  return {
    ...objectSchema(definition.credentials),
    ...(sets.length > 0 ? { anyOf: sets.map((set) => ({ required: [...set] })) } : {}),
  };
}

/** What is wrong with the settings of a connection, every problem at once; empty when they will do. */
export function checkSettings(
  definition: Declared,
  config: Readonly<Record<string, unknown>>,
  credentials: Readonly<Record<string, unknown>>,
): SettingsProblem[] {
  return [
    ...problemsOf('config', definition.config, config),
    ...problemsOf('credentials', definition.credentials, credentials),
    ...missingCredentials(definition.credentialSets, credentials),
  ];
}

/** The settings with the declared defaults where nothing was given. */
export function applyDefaults(fields: readonly FieldDeclaration[], given: SystemConfig): SystemConfig {
  const defaults = fields.flatMap(({ name, default: value }) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { ...Object.fromEntries(defaults), ...given };
}

function objectSchema(fields: readonly FieldDeclaration[]): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)])),
    required: fields.filter((field) => field.required).map((field) => field.name),
    additionalProperties: false,
  };
}

function fieldSchema(field: FieldDeclaration): JsonSchema {
  const schema = {
    type: field.type === 'url' ? 'string' : field.type,
    format: field.type === 'url' ? 'uri' : undefined,
    title: field.title,
    description: field.help,
    default: field.default,
    examples: field.example === undefined ? undefined : [field.example],
    writeOnly: field.secret,
    pattern: field.pattern,
    minLength: field.type === 'string' && field.required ? 1 : undefined,
    maxLength: field.maxLength,
    minimum: field.minimum,
    maximum: field.maximum,
  };
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}

function problemsOf(
  part: 'config' | 'credentials',
  fields: readonly FieldDeclaration[],
  given: Readonly<Record<string, unknown>>,
): SettingsProblem[] {
  const names = fields.map((field) => field.name);
  const unknown = Object.keys(given)
    .filter((name) => !names.includes(name))
    .map((name) => ({
      path: `${part}.${name}`,
      message: `is not known here; known are ${names.join(', ')}`,
    }));
  const wrong = fields.flatMap((field) => {
    const message = problemOf(field, given[field.name]);
    return message === null ? [] : [{ path: `${part}.${field.name}`, message }];
  });
  return [...unknown, ...wrong];
}

/** The value itself is never repeated: it may be a secret. */
function problemOf(field: FieldDeclaration, value: unknown): string | null {
  if (value === undefined)
    return field.required && field.default === undefined ? withExample('is required', field) : null;
  switch (field.type) {
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value)
        ? outOfRange(field, value)
        : 'must be a whole number';
    case 'url':
      return typeof value === 'string' && isPlainUrl(value)
        ? null
        : withExample('must be an http or https address without user name, query or fragment', field);
    case 'string':
      return typeof value === 'string' ? textProblem(field, value) : 'must be text';
  }
}

function textProblem(field: FieldDeclaration, value: string): string | null {
  if (field.required && value.trim() === '') return withExample('must not be empty', field);
  if (field.maxLength !== undefined && value.length > field.maxLength)
    return `is longer than ${field.maxLength} characters`;
  if (field.pattern !== undefined && !new RegExp(field.pattern, 'u').test(value)) {
    return withExample('is not of the expected form', field);
  }
  return null;
}

function outOfRange({ minimum, maximum }: FieldDeclaration, value: number): string | null {
  if (minimum !== undefined && value < minimum) return `must be at least ${minimum}`;
  if (maximum !== undefined && value > maximum) return `must be at most ${maximum}`;
  return null;
}

function isPlainUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return /^https?:$/.test(url.protocol) && `${url.username}${url.password}${url.search}${url.hash}` === '';
}

function withExample(message: string, { help, example }: FieldDeclaration): string {
  return `${message}${example === undefined ? '' : `, e.g. ${example}`}. ${help}`;
}

function missingCredentials(
  sets: readonly (readonly string[])[],
  credentials: Readonly<Record<string, unknown>>,
): SettingsProblem[] {
  const isGiven = (name: string) => typeof credentials[name] === 'string' && credentials[name] !== '';
  if (sets.length === 0 || sets.some((set) => set.every(isGiven))) return [];
  return [{ path: 'credentials', message: `are not enough to sign in: give ${describeSets(sets)}` }];
}

/** e.g. `clientId with clientSecret, or with username and privateKey`. */
function describeSets(sets: readonly (readonly string[])[]): string {
  const [first = []] = sets;
  const shared = first[0];
  const sharedByAll = shared !== undefined && sets.every((set) => set[0] === shared && set.length > 1);
  if (!sharedByAll) return sets.map((set) => set.join(' and ')).join(', or ');
  return `${shared} ${sets.map((set) => `with ${set.slice(1).join(' and ')}`).join(', or ')}`;
}
