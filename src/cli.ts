import { wrongUsage } from './commands/command-error.js';
import { helpOf, overview, version, type CommandTable } from './commands/help.js';

const commands: CommandTable = {
  start: ['', 'run the service', async () => ({ run: (await import('./main.js')).runService })],
  demo: [
    '[--once]',
    'see leads find their way into a local Salesforce sandbox',
    async () => ({ run: (await import('./demo/index.js')).runDemo }),
  ],
  sandbox: [
    '',
    'run the local stand-ins for Salesforce, Dynamics 365, Marketo and Demandbase',
    () => import('./sandbox/main.js'),
  ],
  migrate: ['', 'bring the database up to date', () => import('./commands/migrate.js')],
  doctor: ['', 'say what is wrong with this set-up', () => import('./commands/doctor.js')],
  export: ['FILE', 'write the whole installation to a file', () => import('./commands/export.js')],
  'import-data': ['FILE', 'fill an empty database from it', () => import('./commands/import-data.js')],
  match: [
    'train [--data FILE | --workspace NAME] [--out FILE]',
    'train a model that matches people on own leads or a CSV file',
    () => import('./commands/match.js'),
  ],
  secrets: ['rotate', 'seal credentials anew', () => import('./commands/secrets.js')],
};

try {
  const exitCode = await main(process.argv.slice(2));
  if (exitCode !== undefined) process.exitCode = exitCode;
} catch (error) {
  const { explain } = await import('./commands/explain.js');
  const { message, exitCode } = explain(error);
  process.stderr.write(`${message}\n`);
  process.exit(exitCode);
}

async function main([name = 'help', ...args]: readonly string[]): Promise<number | void> {
  if (name === '--version' || name === 'version') return print(version());
  if (name === 'help' || name === '--help' || name === '-h') return print(help(args[0]));
  const [, , load] = find(name);
  if (args.includes('--help') || args.includes('-h')) return print(help(name));
  return (await load()).run(args);
}

function help(name: string | undefined): string {
  return name === undefined ? overview(commands) : helpOf(name, find(name));
}

function find(name: string): CommandTable[string] {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw wrongUsage(`There is no command “${name}”.\n\n${overview(commands)}`);
  return command;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
