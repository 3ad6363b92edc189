export interface StaticList {
  readonly id: string;
  readonly name: string;
  readonly folderId: number;
  /** Ids of leads, in the order in which they were added. */
  readonly members: Set<string>;
}

/** The folder that every instance of the sandbox has for its lists. */
export const LIST_FOLDER = 10;
const FIRST_ID = 100;

export class StaticLists {
  readonly #byId = new Map<string, StaticList>();
  #lastId = FIRST_ID;

  get(id: string): StaticList | undefined {
    return this.#byId.get(id);
  }

  named(name: string): StaticList | undefined {
    return this.all().find((list) => list.name === name);
  }

  all(): StaticList[] {
    return [...this.#byId.values()];
  }

  add(name: string, folderId: number): StaticList {
    const list = { id: String(++this.#lastId), name, folderId, members: new Set<string>() };
    this.#byId.set(list.id, list);
    return list;
  }

  remove(id: string): boolean {
    return this.#byId.delete(id);
  }

  dropLead(leadId: string): void {
    for (const { members } of this.#byId.values()) members.delete(leadId);
  }

  clear(): void {
    this.#byId.clear();
  }
}
