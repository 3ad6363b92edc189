import { identityDrill } from '../support/identity-drill.js';

describe('People who are merged, split, reviewed and added to at once', () => {
  it('stay sound for a minute, whichever process does what first', () => identityDrill(60_000));
});
