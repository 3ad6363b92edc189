export type CallKind = 'describe' | 'look-up' | 'write' | 'job' | 'other';

/** `E`: the sandbox's names of its endpoints. */
export interface CounterSnapshot<E extends string = string> {
  /** API calls, whatever the answer; sign-ins are not among them. */
  readonly calls: number;
  /** Tokens that were issued. */
  readonly signIns: number;
  readonly describes: number;
  /** Calls that read records. */
  readonly lookUps: number;
  readonly writes: number;
  /** Calls that are about bulk jobs. */
  readonly jobCalls: number;
  /** Bulk jobs that were begun. */
  readonly jobs: number;
  readonly byEndpoint: Readonly<Partial<Record<E, number>>>;
  /** Requests that the vendor would never take, e.g. with more records than a call may have. */
  readonly violations: number;
  /** What the last of them broke, newest last. */
  readonly lastViolations: readonly string[];
}

const VIOLATIONS_KEPT = 20;

/** What clients asked of the sandbox, for tests of API economy. */
export class Counters<E extends string> {
  #byKind = new Map<CallKind, number>();
  #byEndpoint = new Map<E, number>();
  #violations: string[] = [];
  #violationCount = 0;
  #calls = 0;
  #signIns = 0;
  #jobs = 0;

  countCall(endpoint: E, kind: CallKind): void {
    this.#calls++;
    this.#byKind.set(kind, (this.#byKind.get(kind) ?? 0) + 1);
    this.countRequest(endpoint);
  }

  /** A request outside the API, such as one for a token. */
  countRequest(endpoint: E): void {
    this.#byEndpoint.set(endpoint, (this.#byEndpoint.get(endpoint) ?? 0) + 1);
  }

  countSignIn(): void {
    this.#signIns++;
  }

  countJob(): void {
    this.#jobs++;
  }

  countViolation(description: string): void {
    this.#violationCount++;
    this.#violations = [...this.#violations, description].slice(-VIOLATIONS_KEPT);
  }

  snapshot(): CounterSnapshot<E> {
    const ofKind = (kind: CallKind) => this.#byKind.get(kind) ?? 0;
    const byEndpoint: Partial<Record<E, number>> = {};
    for (const [endpoint, count] of this.#byEndpoint) byEndpoint[endpoint] = count;
    return {
      calls: this.#calls,
      signIns: this.#signIns,
      describes: ofKind('describe'),
      lookUps: ofKind('look-up'),
      writes: ofKind('write'),
      jobCalls: ofKind('job'),
      jobs: this.#jobs,
      byEndpoint,
      violations: this.#violationCount,
      lastViolations: this.#violations,
    };
  }

  reset(): void {
    this.#byKind.clear();
    this.#byEndpoint.clear();
    this.#violations = [];
    this.#violationCount = 0;
    this.#calls = 0;
    this.#signIns = 0;
    this.#jobs = 0;
  }
}
