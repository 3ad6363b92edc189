export { SecretBox, type SecretPlace } from './secret-box.js';
export { SecretError, type SecretErrorCode } from './secret-error.js';
export { parseKey, type SecretKey } from './secret-key.js';
export { hashToken, newToken, tokensEqual } from './tokens.js';
export { openSecretBox } from './open-secret-box.js';
export {
  countSecrets,
  rotateSecrets,
  unreadableSecrets,
  type Rotation,
  type SealedColumn,
  type Unreadable,
} from './sealed-column.js';
