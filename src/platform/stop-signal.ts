/** A Ctrl-C reaches a process from the terminal and once more from npm; only a later one means impatience. */
const REPEATED_WITHIN_MS = 1_000;
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** Aborted by SIGINT or SIGTERM. Whoever asks again while the process still finishes its work ends it at once. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  let firstAt = 0;
  const ask = (name: keyof typeof exitCodes) => {
    if (stop.signal.aborted && Date.now() - firstAt > REPEATED_WITHIN_MS) process.exit(exitCodes[name]);
    if (!stop.signal.aborted) firstAt = Date.now();
    stop.abort();
  };
  process.on('SIGINT', ask).on('SIGTERM', ask);
  return stop.signal;
}

/** Resolves once the signal is aborted. */
export function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
