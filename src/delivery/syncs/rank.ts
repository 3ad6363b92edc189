import type { SystemDefinition } from '../../systems/index.js';

/** How many objects stand above one, at most: what belongs to others is sent after them. */
export function rankOf({ objects }: Pick<SystemDefinition, 'objects'>, name: string): number {
  const below = (object: string, path: readonly string[]): number => {
    const parents = (objects[object]?.parents ?? []).filter((parent) => !path.includes(parent.object));
    return Math.max(0, ...parents.map((parent) => 1 + below(parent.object, [...path, parent.object])));
  };
  return below(name, [name]);
}
