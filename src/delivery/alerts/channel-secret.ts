import { randomBytes } from 'node:crypto';
import type { SealedColumn, SecretBox } from '../../platform/secrets/index.js';

/** Where the keys that sign messages are stored. */
export const channelSecrets: SealedColumn = {
  table: 'alert_channel',
  column: 'secret',
  purpose: 'alert-signing-key',
};

interface Channel {
  readonly workspaceId: string;
  readonly channelId: string;
}

export function newSigningKey(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

export function sealSecret(box: SecretBox, secret: string, channel: Channel): string {
  return box.seal(secret, place(channel));
}

/** Throws a `SecretError` where it does not open. */
export function secretOf(box: SecretBox, channel: Channel & { readonly secret: string }): string {
  return box.open(channel.secret, place(channel));
}

function place({ workspaceId, channelId }: Channel) {
  return { workspaceId, recordId: channelId, purpose: channelSecrets.purpose };
}
