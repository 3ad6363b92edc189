import { randomUUID } from 'node:crypto';

const COUNTER_END = 0x1000;
let time = 0;
let start = '';
let counter = 0;

/**
 * A UUIDv7 (RFC 9562): made in the program, so that it is known before the row is stored; it sorts by time.
 * Ids of one process also sort within a millisecond: `rand_a` counts there, and where it is used up the
 * time runs ahead (section 6.2, method 1). What is random comes from Node's own store of randomness, since
 * asking the system for each id would be felt at the intake.
 */
export function newId(): string {
  const now = Date.now();
  if (now > time) begin(now);
  else if (++counter === COUNTER_END) begin(time + 1);
  return start + (COUNTER_END + counter).toString(16).slice(1) + randomUUID().slice(18);
}

function begin(millisecond: number): void {
  const digits = millisecond.toString(16).padStart(12, '0');
  time = millisecond;
  start = `${digits.slice(0, 8)}-${digits.slice(8)}-7`;
  counter = 0;
}
