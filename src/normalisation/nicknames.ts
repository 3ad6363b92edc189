import { nicknames } from '../../config/nicknames/index.js';
import { fold } from './text.js';

const setsByName = index();

/**
 * The sets of names that a given name is in, each called by its name in full; empty where none is known. Sets
 * and not one root each: Alex may be Alexander or Alexandra, who are never each other.
 */
export function nicknameSets(folded: string): readonly string[] {
  return setsByName.get(folded) ?? [];
}

function index(): ReadonlyMap<string, readonly string[]> {
  const sets = new Map<string, Set<string>>();
  for (const names of nicknames) {
    for (const name of names.map(fold)) {
      const known = sets.get(name) ?? new Set();
      sets.set(name, known.add(fold(names[0])));
    }
  }
  return new Map([...sets].map(([name, full]) => [name, [...full].toSorted()]));
}
