import { identityDrill } from './support/identity-drill.js';

describe('People who are merged, split, reviewed and added to at once', () => {
  it('stay sound, whichever process does what first', () => identityDrill(10_000), 200_000);
});
