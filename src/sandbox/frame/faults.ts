import type { FieldValue } from './values.js';

/**
 * What goes wrong with a call.
 * - `status`: the call is answered with this status; `body` is sent as given (text as HTML), or is what the
 *   vendor sends with that status, with `headers` besides. With `committed` the call is done first.
 * - `hang`: no answer for `ms`, then the usual one; without `ms` none ever. With `committed` the call is done
 *   at once and only its answer is late.
 * - `drop-before`: the connection breaks before the system sees the call, which is not counted.
 * - `drop-after-commit`: the call is done, then the connection breaks without an answer.
 */
export type CallFault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      readonly committed?: boolean;
    }
  | { readonly kind: 'hang'; readonly ms?: number; readonly committed?: boolean }
  | { readonly kind: 'drop-before' }
  | { readonly kind: 'drop-after-commit' };

/** What goes wrong with one row of a call; each sandbox has kinds of its own, none of them a {@link CallFault}'s. */
export interface AnyRowFault {
  readonly kind: string;
}

export interface FaultMatch<E extends string = string> {
  readonly endpoint?: E;
  /** HTTP method. */
  readonly method?: string;
  /** Fields of the record that is written, as sent or as it stands; all must be equal, case aside. */
  readonly record?: Readonly<Record<string, FieldValue>>;
}

export interface FaultOrder<E extends string, R extends AnyRowFault> {
  /** Absent: everything. */
  readonly match?: FaultMatch<E>;
  /** How often it strikes, rows for a row fault and calls for the others; default 1, null until it is removed. */
  readonly times?: number | null;
  readonly fault: CallFault | R;
}

export interface PlacedFault<E extends string, R extends AnyRowFault> {
  readonly id: string;
  readonly match: FaultMatch<E>;
  /** Strikes that are left; null means without end. */
  readonly left: number | null;
  readonly struck: number;
  readonly fault: CallFault | R;
}

type Fields = Readonly<Record<string, unknown>>;

/** The faults that wait to strike, oldest first. `E`: names of endpoints; `R`: what can go wrong with a row. */
export class Faults<E extends string, R extends AnyRowFault> {
  #placed: PlacedFault<E, R>[] = [];
  #lastNumber = 0;

  place(order: FaultOrder<E, R>): PlacedFault<E, R> {
    const placed: PlacedFault<E, R> = {
      id: `fault-${++this.#lastNumber}`,
      match: order.match ?? {},
      left: order.times === undefined ? 1 : order.times,
      struck: 0,
      fault: order.fault,
    };
    this.#placed.push(placed);
    return placed;
  }

  /** False when there is no such fault. */
  remove(id: string): boolean {
    const before = this.#placed.length;
    this.#placed = this.#placed.filter((placed) => placed.id !== id);
    return this.#placed.length < before;
  }

  list(): readonly PlacedFault<E, R>[] {
    return this.#placed;
  }

  clear(): void {
    this.#placed = [];
  }

  /** The fault that strikes this call, if any (of one kind only, if given); it is used up by that. */
  strikeCall(
    endpoint: E,
    method: string,
    records: () => readonly Fields[],
    only?: CallFault['kind'],
  ): CallFault | undefined {
    for (const placed of this.#placed) {
      const { fault, match } = placed;
      if (!isCallFault(fault) || (only && fault.kind !== only) || !fitsCall(match, endpoint, method))
        continue;
      if (match.record && !records().some((record) => fitsRecord(match.record, record))) continue;
      this.#use(placed);
      return fault;
    }
    return undefined;
  }

  /** The fault that strikes this row, if any; it is used up by that. */
  strikeRow(endpoint: E, method: string, record: Fields): R | undefined {
    for (const placed of this.#placed) {
      const { fault, match } = placed;
      if (isCallFault(fault) || !fitsCall(match, endpoint, method)) continue;
      if (!fitsRecord(match.record, record)) continue;
      this.#use(placed);
      return fault;
    }
    return undefined;
  }

  #use(placed: PlacedFault<E, R>): void {
    const left = placed.left === null ? null : placed.left - 1;
    const next = { ...placed, left, struck: placed.struck + 1 };
    this.#placed = this.#placed.flatMap((other) => (other !== placed ? [other] : left === 0 ? [] : [next]));
  }
}

const CALL_FAULTS: ReadonlySet<string> = new Set<CallFault['kind']>([
  'status',
  'hang',
  'drop-before',
  'drop-after-commit',
]);

function isCallFault(fault: CallFault | AnyRowFault): fault is CallFault {
  return CALL_FAULTS.has(fault.kind);
}

function fitsCall<E extends string>(match: FaultMatch<E>, endpoint: E, method: string): boolean {
  return (match.endpoint ?? endpoint) === endpoint && (match.method?.toUpperCase() ?? method) === method;
}

function fitsRecord(wanted: FaultMatch['record'], record: Fields): boolean {
  return Object.entries(wanted ?? {}).every(
    ([name, value]) => folded(record[name] ?? null) === folded(value),
  );
}

function folded(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}
