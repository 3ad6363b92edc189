import { redact } from './redact.js';

describe('redact', () => {
  it('hides values by the names of secrets, in any spelling', () => {
    const secrets = {
      password: 'a',
      'X-Api-Key': 'b',
      client_secret: 'c',
      privateKey: 'd',
      Authorization: 'e',
      accessToken: { value: 'f' },
      credentials: { clientId: 'g' },
      'set-cookie': ['h'],
    };
    const hidden = redact(secrets) as Record<string, unknown>;
    expect(Object.keys(hidden)).toEqual(Object.keys(secrets));
    expect(new Set(Object.values(hidden))).toEqual(new Set(['[secret]']));
  });

  it('hides personal data and payloads by name', () => {
    expect(
      redact({
        firstName: 'Jane',
        last_name: 'Doe',
        workEmail: 'x',
        mobilePhone: 1,
        body: 'b',
        rawBody: 'r',
      }),
    ).toEqual({
      firstName: '[personal]',
      last_name: '[personal]',
      workEmail: '[personal]',
      mobilePhone: '[personal]',
      body: '[payload]',
      rawBody: '[payload]',
    });
  });

  it('keeps what helps to find a fault', () => {
    const line = {
      destinationId: '018f3c2e-7b1a-7c00-8000-012345678901',
      status: 503,
      ok: false,
      at: null,
      took: 12.5,
    };
    expect(redact(line)).toEqual(line);
  });

  it('looks into lists, maps, sets, keys and nested objects', () => {
    expect(
      redact({
        list: ['jane@example.com', { token: 't' }],
        map: new Map([['jane@example.com', 1]]),
        set: new Set(['jane@example.com']),
        url: new URL('https://example.com/?email=jane@example.com'),
        bytes: Buffer.from('jane@example.com'),
      }),
    ).toEqual({
      list: ['[email]', { token: '[secret]' }],
      map: { '[email]': 1 },
      set: ['[email]'],
      url: 'https://example.com/?email=[email]',
      bytes: '[16 bytes]',
    });
  });

  it('logs name, code, message, stack and cause of an error, and nothing it carries besides', () => {
    const cause = new TypeError('no jane@example.com');
    const error = Object.assign(new Error('duplicate (jane@example.com)', { cause }), {
      code: '23505',
      detail: 'Key (name)=(Jane Doe)',
      parameters: ['Jane Doe'],
      config: { headers: { authorization: 'Bearer abc' } },
    });
    const logged = redact(error) as Record<string, unknown>;
    expect(logged).toMatchObject({
      name: 'Error',
      code: '23505',
      message: 'duplicate ([email])',
      stack: expect.stringMatching(/^Error: duplicate \(\[email\]\)\n +at /),
      cause: { name: 'TypeError', message: 'no [email]' },
    });
    expect(Object.keys(logged).toSorted()).toEqual(['cause', 'code', 'message', 'name', 'stack']);
    expect(JSON.stringify(logged)).not.toContain('Jane');
  });

  it('shows each error of an aggregate', () => {
    expect(redact(new AggregateError([new Error('one'), 'two'], 'both'))).toMatchObject({
      message: 'both',
      errors: [{ message: 'one' }, 'two'],
    });
  });

  it('ends at circles and depths', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(redact(circle)).toEqual({ self: '[circular]' });
    const deep = Array.from({ length: 10 }).reduce<unknown>((inner) => ({ inner }), 'end');
    expect(JSON.stringify(redact(deep))).toContain('[deeper]');
  });
});
