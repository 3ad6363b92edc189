import { loadSettings } from './platform/config/index.js';
import { stopSignal, whenAborted } from './platform/stop-signal.js';
import { startService } from './service.js';

/** Runs the service until SIGTERM or SIGINT, then finishes what is in hand. */
export async function runService(): Promise<void> {
  const service = await startService(loadSettings(process.env));
  if (service.newAdminKey) process.stdout.write(`Admin API key, shown only now: ${service.newAdminKey}\n`);
  process.stdout.write(
    service.url
      ? `Tributary is listening on ${service.url}\n`
      : 'Tributary is working; it does not listen in this role\n',
  );
  await whenAborted(stopSignal());
  await service.close();
  process.exit(0);
}
