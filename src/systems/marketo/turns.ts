/**
 * One piece of work after the other. Marketo makes two leads of one person where two writes of the same address
 * overlap ("Leads", Sync Leads), so an instance is written to by one call at a time.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
