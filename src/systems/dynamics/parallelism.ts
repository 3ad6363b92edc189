import { limits } from './limits.js';

/** Without a recommendation; the smallest that environments are known to give. */
const usual = 4;
/** Dataverse refuses the 53rd call at once; some are left to look-ups. */
const most = (limits.concurrentCalls ?? usual) - 4;

/**
 * How many writes of a session are under way at once. It begins with one, grows with each that is answered up to what
 * the environment recommends (`x-ms-dop-hint`; "Send parallel requests"), and halves when that was too much.
 */
export class Parallelism {
  readonly #recommended: () => number | null;
  readonly #waiting: (() => void)[] = [];
  #limit = 1;
  #underWay = 0;

  constructor(recommended: () => number | null) {
    this.#recommended = recommended;
  }

  get limit(): number {
    return this.#limit;
  }

  /** Does the work once there is room for it. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#underWay >= this.#limit) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#underWay += 1;
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
      this.#admit();
    }
  }

  answered(): void {
    this.#limit = Math.max(1, Math.min(this.#limit + 1, this.#recommended() ?? usual, most));
    this.#admit();
  }

  throttled(): void {
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
  }

  #admit(): void {
    while (this.#underWay < this.#limit) {
      const next = this.#waiting.shift();
      if (!next) return;
      this.#underWay += 1;
      next();
    }
  }
}
