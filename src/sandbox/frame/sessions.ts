import { randomBytes } from 'node:crypto';

interface Session {
  callsLeft: number;
  readonly endsAt: number;
  lastUsed: number;
}

/** How long a token is good; what is left out or null sets no end. */
export interface TokenLife {
  readonly calls?: number | null;
  readonly seconds?: number | null;
}

/** The access tokens that are live. */
export class Sessions {
  readonly #byToken = new Map<string, Session>();

  /** Tokens begin with `prefix`. */
  constructor(private readonly prefix = '') {}

  open({ calls, seconds }: TokenLife = {}): string {
    const token = `${this.prefix}${randomBytes(48).toString('base64url')}`;
    const now = Date.now();
    this.#byToken.set(token, {
      callsLeft: calls ?? Infinity,
      endsAt: now + (seconds ?? Infinity) * 1000,
      lastUsed: now,
    });
    return token;
  }

  /** Uses a token for one call; false when it is not, or no longer, good, or lay idle for too long. */
  use(token: string, idleSeconds = Infinity): boolean {
    const session = this.#byToken.get(token);
    if (!session) return false;
    const now = Date.now();
    const isOver = session.callsLeft <= 0 || now >= session.endsAt;
    if (isOver || now - session.lastUsed > idleSeconds * 1000) {
      this.#byToken.delete(token);
      return false;
    }
    session.callsLeft--;
    session.lastUsed = now;
    return true;
  }

  /** False when there is no such token. */
  revoke(token: string): boolean {
    return this.#byToken.delete(token);
  }

  /** Ends every session and answers how many there were. */
  revokeAll(): number {
    const count = this.#byToken.size;
    this.#byToken.clear();
    return count;
  }
}
