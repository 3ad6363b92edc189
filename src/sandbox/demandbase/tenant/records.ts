import { ENTITIES, type Entity, type Row } from './entities.js';

/** A company or person over there. */
export interface Entry {
  readonly number: number;
  row: Row;
}

/** The companies or people of an organisation, matched the way the vendor documents it. */
export class Records {
  readonly #byId = new Map<string, Entry>();
  readonly #byNature = new Map<string, Entry>();
  #lastNumber = 0;

  constructor(private readonly entity: Entity) {}

  /** By external id where one is given and known; else by domain and name, or by address. */
  match(row: Row): Entry | undefined {
    const natural = this.#natureOf(row);
    return this.#byId.get(this.#idOf(row)) ?? (natural === null ? undefined : this.#byNature.get(natural));
  }

  /** The entry of a row, made or brought up to date; what the row leaves empty stays. */
  upsert(row: Row): Entry {
    const known = this.match(row);
    const filled = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''));
    const entry = known ?? { number: ++this.#lastNumber, row: {} };
    entry.row = { ...entry.row, ...filled };
    const id = this.#idOf(entry.row);
    if (id !== '') this.#byId.set(id, entry);
    const natural = this.#natureOf(entry.row);
    if (natural !== null) this.#byNature.set(natural, entry);
    return entry;
  }

  #idOf(row: Row): string {
    return row[ENTITIES[this.entity].idColumn] ?? '';
  }

  #natureOf(row: Row): string | null {
    if (this.entity === 'Person') return row['Email']?.toLowerCase() || null;
    const { 'Account Domain': domain, 'Account Name': name } = row;
    return domain && name ? `${domain.toLowerCase()} ${name.toLowerCase()}` : null;
  }
}
