import { crashDrill } from './support/crash-drill.js';

describe('Processes of one installation that are killed at random moments', () => {
  it('lose no lead and make nobody twice, with a web process and two workers', async () => {
    await crashDrill({ database: 'postgres', kills: 5, roles: ['web', 'worker', 'worker'], workspaces: 6 });
  }, 300_000);
});
