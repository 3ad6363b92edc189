import type { Team } from './team.js';

/** Threads of a team that are none: all run in one, and hand each other copies as threads would. */
export class InnerTeam implements Team {
  private step = 0;

  private constructor(
    readonly share: number,
    readonly size: number,
    private readonly table: Step[],
  ) {}

  static of(size: number): readonly InnerTeam[] {
    const table: Step[] = [];
    return Array.from({ length: size }, (_, share) => new InnerTeam(share, size, table));
  }

  async gather<T>(mine: T): Promise<readonly T[]> {
    const step = (this.table[this.step++] ??= new Step(this.size));
    step.handIn(this.share, mine);
    await step.complete;
    return step.handedIn.map((one, share) => (share === this.share ? mine : structuredClone(one))) as T[];
  }
}

class Step {
  readonly handedIn: unknown[];
  readonly complete: Promise<void>;
  private done: () => void = () => undefined;
  private missing: number;

  constructor(size: number) {
    this.handedIn = Array.from({ length: size });
    this.missing = size;
    this.complete = new Promise((resolve) => {
      this.done = resolve;
    });
  }

  handIn(share: number, what: unknown): void {
    this.handedIn[share] = what;
    this.missing -= 1;
    if (this.missing === 0) this.done();
  }
}
