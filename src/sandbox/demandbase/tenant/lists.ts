import type { Entity, Row } from './entities.js';
import type { Entry } from './records.js';

export interface List {
  readonly id: number;
  readonly entity: Entity;
  readonly name: string;
  /** Whether a job made it, or a person over there. */
  readonly madeBy: 'import' | 'hand';
  /** The job that is its handle, where jobs are. */
  readonly jobId: number | null;
  /** Loaded at least once: an export shows it from then on. */
  isLoaded: boolean;
  readonly members: Map<number, Entry>;
}

/** The lists of an organisation; no two of an entity have one name. */
export class Lists {
  readonly #byKey = new Map<string, List>();
  #lastId = 100;

  find(entity: Entity, name: string): List | undefined {
    return this.#byKey.get(keyOf(entity, name));
  }

  withId(entity: Entity, id: number): List | undefined {
    return this.of(entity).find((list) => list.id === id);
  }

  of(entity: Entity): readonly List[] {
    return [...this.#byKey.values()].filter((list) => list.entity === entity);
  }

  make(entity: Entity, name: string, madeBy: List['madeBy'], jobId: number | null = null): List {
    const list: List = {
      id: ++this.#lastId,
      entity,
      name,
      madeBy,
      jobId,
      isLoaded: madeBy === 'hand',
      members: new Map(),
    };
    this.#byKey.set(keyOf(entity, name), list);
    return list;
  }
}

export function rowsOf(list: List): readonly Row[] {
  return [...list.members.values()].map(({ row }) => row);
}

function keyOf(entity: Entity, name: string): string {
  return `${entity} ${name.trim().toLowerCase()}`;
}
