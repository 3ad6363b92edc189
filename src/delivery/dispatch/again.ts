import type { Scope } from './delivery.repository.js';
import { stands, type Standing } from './standing.js';

interface Scoped extends Standing {
  readonly scope: Scope;
}

/** What may be sent for an organisation now, and when jobs are to be asked about. */
interface Waiting<Send> {
  readonly ready: readonly Send[];
  readonly collectAt: Date | null;
}

/**
 * A send that may have the next turn as well, as it stands by now: its settings are those with which it began, and
 * nothing else of its organisation waits for a turn. Null otherwise.
 */
export function again<Send extends Scoped>(
  send: Send,
  { ready, collectAt }: Waiting<Send>,
  now: Date,
): Send | null {
  const [only, ...others] = ready;
  if (!only || others.length > 0 || (collectAt && collectAt <= now)) return null;
  const isSame = only.scope.take === send.scope.take && stands(send, [only], now);
  return isSame ? only : null;
}
