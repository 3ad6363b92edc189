/**
 * Text in an address or filter: quotes are doubled and what has a meaning in an address is encoded ("Use an alternate
 * key to reference a record").
 */
export function textLiteral(text: string): string {
  return `'${encodeURIComponent(text).replaceAll("'", "''")}'`;
}

/** Characters with which a key can be neither written nor read by its address, encoded or not. */
const unusable = /[/<>*%&:\\?+]/;

export function isUsableKey(key: string): boolean {
  return key !== '' && !unusable.test(key);
}

/** Characters of one filter; an address may have 32,768 of them in all. */
const longestFilter = 20_000;
/** Dataverse takes 500 conditions in a query. */
const mostConditions = 300;
const or = '%20or%20';

/** Filters that are met by what meets any of the conditions, as few as they fit into. */
export function filtersOf(conditions: readonly string[]): string[] {
  const filters: string[][] = [];
  let length = 0;
  for (const condition of conditions) {
    let open = filters.at(-1);
    if (!open || open.length >= mostConditions || length + condition.length > longestFilter) {
      filters.push((open = []));
      length = 0;
    }
    open.push(condition);
    length += condition.length + or.length;
  }
  return filters.map((filter) => filter.join(or));
}
