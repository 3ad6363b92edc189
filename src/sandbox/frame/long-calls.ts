/** Calls that are being answered. Those that take long count against the org's concurrency limit. */
export class LongCalls {
  readonly #begun = new Set<{ readonly at: number }>();

  /** Notes a call; the function that comes back notes its end. */
  begin(): () => void {
    const call = { at: performance.now() };
    this.#begun.add(call);
    return () => void this.#begun.delete(call);
  }

  count(longerThanSeconds: number): number {
    const before = performance.now() - longerThanSeconds * 1000;
    let count = 0;
    for (const { at } of this.#begun) if (at <= before) count++;
    return count;
  }
}
