import { blockingNumbers } from './blocking.js';
import type { PreparedNode } from './prepared-node.js';

/** A key that more nodes share says too little; it yields no pairs for any of them, whoever came first. */
export const MOST_PER_KEY = 200;

/** What pairs nodes: those that have one of them in common are compared. */
export type KeysOf = (node: PreparedNode) => readonly (number | bigint)[];

/**
 * All pairs of nodes that share a blocking key, each once, as positions in `nodes` (first the later one).
 * Answers how many keys were over the cap.
 */
export function forEachCandidate(
  nodes: readonly PreparedNode[],
  visit: (later: number, earlier: number) => void,
  keysOf: KeysOf = blockingNumbers,
): { readonly keysOverCap: number } {
  const { members, starts, keys, firstKeys } = indexByKey(nodes, keysOf);
  const seenWith = new Int32Array(nodes.length).fill(-1);
  for (let node = 0; node < nodes.length; node += 1) {
    for (let at = firstKeys[node] ?? 0; at < (firstKeys[node + 1] ?? 0); at += 1) {
      const key = keys[at] ?? 0;
      const start = starts[key] ?? 0;
      const end = starts[key + 1] ?? 0;
      if (end - start > MOST_PER_KEY) continue;
      for (let place = start; place < end; place += 1) {
        const other = members[place] ?? 0;
        if (other >= node) break;
        if (seenWith[other] === node) continue;
        seenWith[other] = node;
        visit(node, other);
      }
    }
  }
  let keysOverCap = 0;
  for (let key = 0; key + 1 < starts.length; key += 1) {
    if ((starts[key + 1] ?? 0) - (starts[key] ?? 0) > MOST_PER_KEY) keysOverCap += 1;
  }
  return { keysOverCap };
}

/** Keys numbered from 0: those of node n are keys[firstKeys[n]] on, the nodes of key k members[starts[k]] on. */
function indexByKey(nodes: readonly PreparedNode[], keysOf: KeysOf) {
  const numbers = new Map<number | bigint, number>();
  const keys: number[] = [];
  const firstKeys = new Int32Array(nodes.length + 1);
  nodes.forEach((node, index) => {
    for (const hash of keysOf(node)) {
      let key = numbers.get(hash);
      if (key === undefined) numbers.set(hash, (key = numbers.size));
      keys.push(key);
    }
    firstKeys[index + 1] = keys.length;
  });
  const starts = new Int32Array(numbers.size + 1);
  for (const key of keys) starts[key + 1] = (starts[key + 1] ?? 0) + 1;
  for (let key = 0; key < numbers.size; key += 1)
    starts[key + 1] = (starts[key + 1] ?? 0) + (starts[key] ?? 0);
  const next = starts.slice();
  const members = new Int32Array(keys.length);
  for (let node = 0; node < nodes.length; node += 1) {
    for (let at = firstKeys[node] ?? 0; at < (firstKeys[node + 1] ?? 0); at += 1) {
      const key = keys[at] ?? 0;
      const place = next[key] ?? 0;
      members[place] = node;
      next[key] = place + 1;
    }
  }
  return { members, starts, keys, firstKeys };
}
