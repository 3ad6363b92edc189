import { setTimeout as pause } from 'node:timers/promises';

/**
 * Classes of SQLSTATE that speak of the server and not of the statement: connection, transaction rollback,
 * insufficient resources, operator intervention (PostgreSQL manual, appendix A).
 */
const PASSES = /^(08|40|53|57)/;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Repeats work that fails because the database cannot be reached or restarts, for up to `withinMs`; then, and
 * for any other failure, throws what it failed with. The work may have been done although its answer was
 * lost, so it must be safe to repeat.
 */
export async function outlast<T>(work: () => Promise<T>, withinMs: number): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(2 * wait, LONGEST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!mayPass(error) || Date.now() + wait > deadline) throw error;
    }
    await pause(wait);
  }
}

/** An error without SQLSTATE comes from the connection itself; the system's EPIPE only looks like one. */
function mayPass(error: unknown): boolean {
  const { code, syscall } = Object(error) as { code?: unknown; syscall?: unknown };
  const isSqlState = typeof code === 'string' && code.length === 5 && syscall === undefined;
  return isSqlState ? PASSES.test(code) : true;
}
