import { standIns } from '../../src/sandbox/stand-ins.js';

const [, , type] = process.argv;
const standIn = standIns.find((one) => one.type === type);
if (!standIn) throw new Error(`There is a stand-in of ${standIns.map((one) => one.type).join(', ')}.`);
const { url, config, credentials } = await standIn.start(0);
process.stdout.write(`stand-in ${JSON.stringify({ url, config, credentials })}\n`);
process.once('SIGTERM', () => process.exit(0));
