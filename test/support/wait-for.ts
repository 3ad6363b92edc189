import { setTimeout as pause } from 'node:timers/promises';

/** Waits until the condition gives a value that is neither null, undefined nor false. */
export async function waitFor<T>(
  condition: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  {
    within = 20_000,
    what = 'the condition',
    every = 25,
  }: { within?: number; what?: string; every?: number } = {},
): Promise<T> {
  const deadline = Date.now() + within;
  for (;;) {
    const value = await condition();
    if (value !== null && value !== undefined && value !== false) return value;
    if (Date.now() > deadline) throw new Error(`Waited ${within} ms for ${what}.`);
    await pause(every);
  }
}
