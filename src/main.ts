import { loadSettings } from './platform/config/index.js';
import { stopSignal, whenAborted } from './platform/stop-signal.js';

/** Runs the service until SIGTERM or SIGINT, then finishes what is in hand. */
export async function runService(): Promise<void> {
  const settings = loadSettings(process.env);
  // Unusable settings are told at once; the service is loaded only then, which takes seconds.
  const { startService } = await import('./service.js');
  const service = await startService(settings);
  const stop = stopSignal();
  if (service.newAdminKey) process.stdout.write(`Admin API key, shown only now: ${service.newAdminKey}\n`);
  process.stdout.write(
    service.url
      ? `Tributary is listening on ${service.url}\n`
      : 'Tributary is working; it does not listen in this role\n',
  );
  await whenAborted(stop);
  await service.close();
  process.exit(0);
}
