import { systemOf, systems } from './registry.js';
import { applyDefaults, checkSettings, configSchema, credentialsSchema } from './settings-schema.js';
import type { FieldDeclaration } from './system.js';

const text = (name: string, more: Partial<FieldDeclaration> = {}): FieldDeclaration => ({
  name,
  title: name,
  type: 'string',
  required: false,
  help: `What ${name} is.`,
  ...more,
});

const definition = {
  config: [
    text('url', { type: 'url', required: true, example: 'https://a.example' }),
    text('version', { default: '62.0', pattern: '^\\d+\\.0$' }),
    text('flag', { type: 'boolean', default: false }),
    text('seconds', { type: 'integer', minimum: 1, maximum: 10 }),
    text('label', { maxLength: 3 }),
  ],
  credentials: [
    text('clientId', { required: true }),
    text('clientSecret', { secret: true }),
    text('username'),
    text('privateKey', { secret: true }),
  ],
  credentialSets: [
    ['clientId', 'clientSecret'],
    ['clientId', 'username', 'privateKey'],
  ],
};
const config = { url: 'https://a.example' };
const credentials = { clientId: 'id', clientSecret: 'secret' };

describe('the schema of settings', () => {
  it('says of each field what the declaration says', () => {
    expect(configSchema(definition)).toMatchObject({
      type: 'object',
      additionalProperties: false,
      required: ['url'],
      properties: {
        url: { type: 'string', format: 'uri', examples: ['https://a.example'], description: 'What url is.' },
        version: { default: '62.0', pattern: '^\\d+\\.0$' },
        flag: { type: 'boolean', default: false },
        seconds: { type: 'integer', minimum: 1, maximum: 10 },
        label: { maxLength: 3 },
      },
    });
  });

  it('marks secrets as write-only and wants one complete set of credentials', () => {
    const schema = credentialsSchema(definition);

    expect(schema).toMatchObject({
      properties: { clientSecret: { writeOnly: true }, privateKey: { writeOnly: true } },
    });
    expect(schema.anyOf).toEqual([
      { required: ['clientId', 'clientSecret'] },
      { required: ['clientId', 'username', 'privateKey'] },
    ]);
  });
});

describe('checking settings', () => {
  it('finds nothing wrong with either complete set of credentials', () => {
    expect(checkSettings(definition, config, credentials)).toEqual([]);
    expect(checkSettings(definition, config, { clientId: 'id', username: 'u', privateKey: 'k' })).toEqual([]);
  });

  it.each([
    ['url', undefined, /is required, e\.g\. https:\/\/a\.example/],
    ['url', 'ftp://a.example', /http or https/],
    ['url', 'https://user:pass@a.example', /without user name/],
    ['url', 7, /http or https/],
    ['version', 'latest', /expected form/],
    ['version', 62, /must be text/],
    ['flag', 'true', /true or false/],
    ['seconds', 0, /at least 1/],
    ['seconds', 11, /at most 10/],
    ['seconds', 1.5, /whole number/],
    ['label', 'long', /longer than 3/],
    ['unheardOf', 1, /not known here; known are url, version/],
  ])('says what is wrong with %s = %p', (name, value, message) => {
    const problems = checkSettings(definition, { ...config, [name]: value }, credentials);

    expect(problems).toEqual([{ path: `config.${name}`, message: expect.stringMatching(message) }]);
  });

  it('lists every problem at once', () => {
    const paths = checkSettings(definition, { flag: 1, extra: 1 }, {}).map(({ path }) => path);

    expect(paths).toEqual([
      'config.extra',
      'config.url',
      'config.flag',
      'credentials.clientId',
      'credentials',
    ]);
  });

  it.each([
    [{ clientId: 'id' }],
    [{ clientId: 'id', username: 'u' }],
    [{ clientId: 'id', clientSecret: '' }],
  ])('names the sets of credentials when %j completes none', (given) => {
    expect(checkSettings(definition, config, given)).toEqual([
      {
        path: 'credentials',
        message:
          'are not enough to sign in: give clientId with clientSecret, or with username and privateKey',
      },
    ]);
  });

  it('never repeats a value, which may be a secret', () => {
    const problems = checkSettings(
      definition,
      { url: 'hunter2' },
      { clientId: 'id', clientSecret: 7, hidden: 'hunter2' },
    );

    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  it('puts declared defaults where nothing was given, and only there', () => {
    expect(applyDefaults(definition.config, { ...config, version: '60.0' })).toEqual({
      url: 'https://a.example',
      version: '60.0',
      flag: false,
    });
  });
});

describe('the registry', () => {
  it('knows each system by its type and no other name', () => {
    expect(Object.entries(systems).map(([type, system]) => type === system.type)).not.toContain(false);
    expect(systemOf('salesforce')?.type).toBe('salesforce');
    expect(systemOf('constructor')).toBeNull();
  });

  it('holds only defaults and examples that its own validation takes', () => {
    for (const { config: fields } of Object.values(systems)) {
      const examples = Object.fromEntries(
        fields.flatMap(({ name, example, default: value }) => {
          const sample = example ?? value;
          return sample === undefined ? [] : [[name, sample]];
        }),
      );
      expect(checkSettings({ config: fields, credentials: [], credentialSets: [] }, examples, {})).toEqual(
        [],
      );
    }
  });
});
