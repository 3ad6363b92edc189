import { loadSettings, SettingsError } from './load-settings.js';

const problemsOf = (environment: NodeJS.ProcessEnv) => {
  try {
    loadSettings(environment);
    return [];
  } catch (error) {
    return (error as SettingsError).problems.map(({ variable }) => variable).toSorted();
  }
};

describe('loadSettings', () => {
  it('needs nothing: the defaults run everything in one process', () => {
    const settings = loadSettings({});
    expect(settings).toMatchObject({ PORT: 3000, HOST: '127.0.0.1', DATA_DIR: './data', MIGRATE: true });
    expect([settings.embedded, settings.answersHttp, settings.works]).toEqual([true, true, true]);
  });

  it('takes empty variables as absent, as compose files write them', () => {
    expect(loadSettings({ REDIS_URL: '', PORT: ' ' })).toMatchObject({ PORT: 3000 });
  });

  it('lists every problem at once, with an example for each', () => {
    const environment = {
      PORT: 'http',
      LOG_LEVEL: 'loud',
      ADMIN_API_KEY: 'short',
      DATABASE_URL: 'mysql://x',
    };
    expect(problemsOf(environment)).toEqual([
      'ADMIN_API_KEY',
      'DATABASE_URL',
      'LOG_LEVEL',
      'PORT',
      'SECRETS_KEY',
    ]);
    expect(() => loadSettings(environment)).toThrow(
      /LOG_LEVEL must be error, warn, info or debug\. Example: LOG_LEVEL=info/,
    );
  });

  it('requires the secrets key beside a shared database', () => {
    expect(problemsOf({ DATABASE_URL: 'postgres://localhost/x' })).toEqual(['SECRETS_KEY']);
  });

  it('refuses to split the embedded database over processes', () => {
    expect(problemsOf({ TRIBUTARY_ROLE: 'worker' })).toEqual(['DATABASE_URL']);
  });

  it.each(['true', 'false'])('reads booleans written as %s', (MIGRATE) => {
    expect(loadSettings({ MIGRATE }).MIGRATE).toBe(MIGRATE === 'true');
  });

  it.each(['true', '1', 'loopback', '10.0.0.0/8, 192.0.2.7', '::1', 'fd00::/8'])(
    'trusts the proxies %s',
    (TRUST_PROXY) => {
      expect(loadSettings({ TRUST_PROXY }).TRUST_PROXY).toBe(TRUST_PROXY);
    },
  );

  it.each(['-3', 'a b', 'proxy.example.com', '300.1.1.1', '10.0.0.0/99', '0.0.0.0/0', '10.0.0.1,'])(
    'refuses to take %s for proxies',
    (TRUST_PROXY) => {
      expect(problemsOf({ TRUST_PROXY })).toEqual(['TRUST_PROXY']);
    },
  );

  it('refuses a boolean in other words instead of guessing', () => {
    expect(problemsOf({ ALLOW_PRIVATE_NETWORK: 'yes' })).toEqual(['ALLOW_PRIVATE_NETWORK']);
  });
});
