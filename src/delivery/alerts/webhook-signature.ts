import { createHmac } from 'node:crypto';

/**
 * Headers by which a receiver knows that a message is ours, is whole and is not an old one sent again, as
 * https://www.standardwebhooks.com specifies: `v1,` and the HMAC-SHA256 in base64 of `id.timestamp.body`.
 * `secret`: `whsec_` and the key in base64.
 */
export function signatureHeaders(
  id: string,
  body: string,
  secret: string,
  now: Date,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
