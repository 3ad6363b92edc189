import { bullOptions } from './bull-options.js';

describe('bullOptions', () => {
  it('reads host, port, database and credentials from the URL', () => {
    expect(bullOptions('redis://user:p%40ss@redis.example:6380/3', 'p')).toMatchObject({
      prefix: 'p',
      redis: { host: 'redis.example', port: 6380, db: 3, username: 'user', password: 'p@ss' },
    });
  });

  it('uses the defaults of Redis for what is not said', () => {
    const { redis } = bullOptions('redis://[::1]', 'p');
    expect(redis).toMatchObject({ host: '::1', port: 6379, db: 0 });
    expect(redis).not.toHaveProperty('tls');
    expect(redis).not.toHaveProperty('password');
  });

  it('speaks TLS to rediss', () => {
    expect(bullOptions('rediss://redis.example', 'p').redis).toHaveProperty('tls', {});
  });
});
