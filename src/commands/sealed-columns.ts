import { channelSecrets, destinationCredentials } from '../delivery/index.js';
import { enricherCredentials } from '../enrichers/index.js';
import type { SealedColumn } from '../platform/secrets/index.js';

/** Every place where secrets are stored sealed: a room that stores some is named here. */
export const sealedColumns: readonly SealedColumn[] = [
  destinationCredentials,
  enricherCredentials,
  channelSecrets,
];
