import { soak } from '../support/soak/soak.js';

const PROFILES = Number(process.env.SOAK_PROFILES ?? 100_000);
const KILLS = 3;
const WITHIN_MS = 7_200_000;

describe('Four systems that fail again and again, and a service that is killed', () => {
  it(
    'end as if nothing had happened',
    async () => {
      await soak({ profiles: PROFILES, kills: KILLS, within: WITHIN_MS });
    },
    WITHIN_MS + 1_800_000,
  );
});
