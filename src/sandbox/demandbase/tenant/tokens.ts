import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.js';

/** Who may sign in, as it would be set up in the organisation. */
export interface ApiAccess {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The pasted token of a user. */
  readonly token: string;
}

/** The tokens of key sets that are live, by the organisation's own clock. */
export class Tokens {
  readonly #endsAt = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  open(seconds: number): string {
    const token = randomBytes(32).toString('base64url');
    this.#endsAt.set(token, this.clock.now().getTime() + seconds * 1_000);
    return token;
  }

  isGood(token: string): boolean {
    return (this.#endsAt.get(token) ?? 0) > this.clock.now().getTime();
  }

  /** Ends them all and answers how many there were. */
  endAll(): number {
    const count = this.#endsAt.size;
    this.#endsAt.clear();
    return count;
  }
}
