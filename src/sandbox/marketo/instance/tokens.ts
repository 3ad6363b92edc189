import { randomUUID } from 'node:crypto';
import type { Clock } from './clock.js';

interface Token {
  readonly text: string;
  readonly endsAt: number;
}

/** One token at a time: whoever asks before it ends is given the same with what is left of its life. */
export class Tokens {
  #current: Token | null = null;
  readonly #ended = new Set<string>();

  constructor(private readonly clock: Clock) {}

  issue(seconds: number): { readonly text: string; readonly endsIn: number; readonly isNew: boolean } {
    const now = this.clock.now();
    const isNew = this.#current === null || this.#current.endsAt <= now;
    if (isNew) {
      this.expire();
      this.#current = { text: `${randomUUID()}:sandbox`, endsAt: now + seconds * 1_000 };
    }
    const { text = '', endsAt = now } = this.#current ?? {};
    return { text, endsIn: Math.max(0, Math.floor((endsAt - now) / 1_000)), isNew };
  }

  stateOf(text: string): 'good' | 'ended' | 'unknown' {
    if (this.#current?.text !== text) return this.#ended.has(text) ? 'ended' : 'unknown';
    return this.#current.endsAt > this.clock.now() ? 'good' : 'ended';
  }

  /** Ends the token and answers how many there were. */
  expire(): number {
    if (this.#current === null) return 0;
    this.#ended.add(this.#current.text);
    this.#current = null;
    return 1;
  }
}
