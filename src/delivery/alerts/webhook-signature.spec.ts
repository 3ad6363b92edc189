import { createHmac } from 'node:crypto';
import { signatureHeaders } from './webhook-signature.js';

const now = new Date('2026-01-02T03:04:05.678Z');
const secret = `whsec_${Buffer.from('a key of thirty-two bytes or more').toString('base64')}`;

describe('A message’s signature', () => {
  it('is the HMAC of its id, time and body under the decoded key', () => {
    const headers = signatureHeaders('message-1', '{"a":1}', secret, now);
    const expected = createHmac('sha256', 'a key of thirty-two bytes or more')
      .update('message-1.1767323045.{"a":1}')
      .digest('base64');
    expect(headers).toEqual({
      'webhook-id': 'message-1',
      'webhook-timestamp': '1767323045',
      'webhook-signature': `v1,${expected}`,
    });
  });

  it.each([
    ['message-2', '{"a":1}', secret, now],
    ['message-1', '{"a":2}', secret, now],
    ['message-1', '{"a":1}', 'whsec_b3RoZXI=', now],
    ['message-1', '{"a":1}', secret, new Date('2026-01-02T03:05:05Z')],
  ])('is another for %s, %s under %s at %s', (id, body, key, at) => {
    expect(signatureHeaders(id, body, key, at)['webhook-signature']).not.toBe(
      signatureHeaders('message-1', '{"a":1}', secret, now)['webhook-signature'],
    );
  });
});
