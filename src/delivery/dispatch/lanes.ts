import type { OpenRun } from '../runs/run.repository.js';
import type { Hold } from './delivery.repository.js';
import { allToTheEnd } from './all-to-the-end.js';
import type { Interruption } from './interruption.js';

/**
 * Batches of one send that are under way at once: twice as many as there may be look-ups and writes, so that some are
 * read and written down here while others are over there.
 */
const IN_FLIGHT = 8;

/** How far a send has come. */
export interface Sent {
  /** Batches that may still be claimed. */
  left: number;
  /** How often it was allowed some. */
  turns: number;
  /** Nothing more is claimed, though there may be more. */
  isOver: boolean;
  /** Whether there may be more to claim. */
  hasMore: boolean;
  run: OpenRun | null;
  interruption: Interruption | null;
  /** Whether its first batch is to show that the other system can be used at all. */
  readonly tries: boolean;
  /** Ends with the last claim that was begun. */
  claimed: Promise<unknown>;
  /** While it is found out how many more batches may be claimed. */
  extending: Promise<void> | null;
}

export function beginning(left: number, tries: boolean): Sent {
  return {
    left,
    turns: 1,
    isOver: false,
    hasMore: true,
    run: null,
    interruption: null,
    tries,
    claimed: Promise.resolve(),
    extending: null,
  };
}

/**
 * Sends several batches at once. A single one is the rule, and then there is nothing for further lanes to claim: they
 * begin when the first says that it has, or, where it is to try whether that works, when it is through. `more` says how
 * many more batches may be claimed when as many as were allowed are: none ends it.
 */
export async function inLanes(
  sent: Sent,
  mayGoOn: () => boolean,
  one: (begun: () => void) => Promise<void>,
  more: () => Promise<number> = async () => 0,
): Promise<void> {
  if (sent.left === 0) return;
  sent.left -= 1;
  const lane = async (): Promise<void> => {
    while (await mayClaim(sent, mayGoOn, more)) await one(() => undefined);
  };
  let first = Promise.resolve();
  await new Promise<void>((resolve) => {
    first = one(sent.tries ? () => undefined : resolve).finally(resolve);
  });
  if (sent.tries) await first;
  const others = Array.from({ length: IN_FLIGHT - 1 }, () => lane);
  await allToTheEnd([() => first.then(lane), ...others]);
}

/** Takes one of those that are left. Whoever finds none asks for more; the others wait for the answer. */
async function mayClaim(sent: Sent, mayGoOn: () => boolean, more: () => Promise<number>): Promise<boolean> {
  const goesOn = () => sent.hasMore && !sent.isOver && !sent.interruption && mayGoOn();
  while (goesOn() && sent.left === 0) {
    sent.extending ??= extend(sent, more);
    await sent.extending;
  }
  if (!goesOn()) return false;
  sent.left -= 1;
  return true;
}

async function extend(sent: Sent, more: () => Promise<number>): Promise<void> {
  try {
    sent.left = await more();
    sent.turns += 1;
    sent.isOver = sent.left === 0;
  } finally {
    sent.extending = null;
  }
}

/**
 * Claims when no other lane does: two at once would share what is left, and each fill half a call with it. Null where
 * nothing is left; a claim that comes back short of its limit was the last.
 */
export function inTurn(sent: Sent, limit: number, claim: () => Promise<Hold>): Promise<Hold | null> {
  const turn = sent.claimed.then(async () => {
    if (!sent.hasMore || sent.interruption) return null;
    const hold = await claim();
    sent.hasMore &&= hold.taken.length === limit;
    return hold.taken.length > 0 ? hold : null;
  });
  sent.claimed = turn.catch(() => undefined);
  return turn;
}
