import { benchCompanies } from './companies/companies.bench.js';
import { benchDay } from './day/day.bench.js';
import { benchDelivery } from './delivery/delivery.bench.js';
import { benchIdentity } from './identity/identity.bench.js';
import { benchIntake } from './intake/intake.bench.js';
import { benchLatency } from './latency/latency.bench.js';
import { benchLeadToAccount } from './lead-to-account/lead-to-account.bench.js';
import { benchNormalisation } from './normalisation/normalisation.bench.js';
import { benchMatching } from './matching/matching.bench.js';
import { benchPipeline } from './pipeline/pipeline.bench.js';

const benches: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  intake: benchIntake,
  pipeline: benchPipeline,
  delivery: benchDelivery,
  latency: benchLatency,
  day: benchDay,
  companies: benchCompanies,
  'lead-to-account': benchLeadToAccount,
  identity: benchIdentity,
  matching: benchMatching,
  normalisation: benchNormalisation,
};

const [name = '', ...args] = process.argv.slice(2);
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench) await bench(args);
else {
  process.stderr.write(`Usage: npm run bench -- ${Object.keys(benches).join('|')}\n`);
  process.exitCode = 64;
}
