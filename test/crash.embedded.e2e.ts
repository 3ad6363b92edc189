import { crashDrill } from './support/crash-drill.js';

describe('A service that is killed at random moments', () => {
  it('loses no lead that it acknowledged, and makes nobody twice', async () => {
    await crashDrill({ database: 'embedded', kills: 6, workspaces: 2 });
  }, 240_000);
});
