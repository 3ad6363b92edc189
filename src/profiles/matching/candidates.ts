import { blockingNumbers } from './blocking.js';
import { KeyNumbers } from './key-numbers.js';
import type { PreparedNode } from './prepared-node.js';

/** A key that more nodes share says too little; it yields no pairs for any of them, whoever came first. */
export const MOST_PER_KEY = 200;

/** What pairs nodes: those that have one of them in common are compared. */
export type KeysOf = (node: PreparedNode) => readonly number[];

/** The keys of nodes one after the other: those of node n are keys[firstKeys[n]] up to keys[firstKeys[n + 1] - 1]. */
export interface NodeKeys {
  readonly keys: Float64Array;
  readonly firstKeys: Int32Array;
}

export function keysOfNodes(nodes: readonly PreparedNode[], keysOf: KeysOf = blockingNumbers): NodeKeys {
  const keys: number[] = [];
  const firstKeys = new Int32Array(nodes.length + 1);
  nodes.forEach((node, index) => {
    for (const key of keysOf(node)) keys.push(key);
    firstKeys[index + 1] = keys.length;
  });
  return { keys: new Float64Array(keys), firstKeys };
}

/** All pairs of nodes that share a key; see `forEachPair`. */
export function forEachCandidate(
  nodes: readonly PreparedNode[],
  visit: (later: number, earlier: number) => void,
  keysOf?: KeysOf,
): { readonly keysOverCap: number } {
  return forEachPair(keysOfNodes(nodes, keysOf), visit);
}

/**
 * All pairs of nodes that share a key, each once, as positions (first the later one). Answers how many keys were over
 * the cap. They come key by key, so that of a million nodes just the few that are compared with one another stand in
 * the processor's cache. `isWanted` may leave out keys by one of the nodes that have it.
 */
export function forEachPair(
  nodes: NodeKeys,
  visit: (later: number, earlier: number) => void,
  isWanted: (node: number) => boolean = () => true,
): { readonly keysOverCap: number } {
  const index = indexByKey(nodes);
  const { members, starts } = index;
  let keysOverCap = 0;
  for (let key = 0; key + 1 < starts.length; key += 1) {
    const start = starts[key] ?? 0;
    const end = starts[key + 1] ?? 0;
    if (!isWanted(members[(start + end) >> 1] ?? 0)) continue;
    if (end - start > MOST_PER_KEY) {
      keysOverCap += 1;
      continue;
    }
    for (let place = start + 1; place < end; place += 1) {
      const later = members[place] ?? 0;
      for (let before = start; before < place; before += 1) {
        const earlier = members[before] ?? 0;
        if (firstSharedKey(index, later, earlier) === key) visit(later, earlier);
      }
    }
  }
  return { keysOverCap };
}

/** Keys numbered from 0, by which nodes have them and, in ascending order, by which each node has. */
interface KeyIndex {
  /** The nodes of key k, ascending: members[starts[k]] up to members[starts[k + 1] - 1]. */
  readonly members: Int32Array;
  readonly starts: Int32Array;
  /** The keys of node n that are not over the cap: keys[firstKeys[n]] up to keys[endsOfKeys[n] - 1]. */
  readonly keys: Int32Array;
  readonly firstKeys: Int32Array;
  readonly endsOfKeys: Int32Array;
}

/** Of those under the cap; two nodes that are asked about share one at least. */
function firstSharedKey({ keys, firstKeys, endsOfKeys }: KeyIndex, one: number, other: number): number {
  let [at, place] = [firstKeys[one] ?? 0, firstKeys[other] ?? 0];
  const [end, last] = [endsOfKeys[one] ?? 0, endsOfKeys[other] ?? 0];
  while (at < end && place < last) {
    const [left, right] = [keys[at] ?? 0, keys[place] ?? 0];
    if (left === right) return left;
    if (left < right) at += 1;
    else place += 1;
  }
  return -1;
}

function indexByKey({ keys: said, firstKeys }: NodeKeys): KeyIndex {
  const numbers = new KeyNumbers(said.length);
  const keys = new Int32Array(said.length);
  for (let at = 0; at < keys.length; at += 1) keys[at] = numbers.of(said[at] ?? 0);
  const starts = startsOf(keys, numbers.size);
  const members = membersOf(keys, firstKeys, starts);
  return { members, starts, keys, firstKeys, endsOfKeys: keepUnderCap(keys, firstKeys, starts) };
}

function startsOf(keys: Int32Array, count: number): Int32Array {
  const starts = new Int32Array(count + 1);
  for (const key of keys) starts[key + 1] = (starts[key + 1] ?? 0) + 1;
  for (let key = 0; key < count; key += 1) starts[key + 1] = (starts[key + 1] ?? 0) + (starts[key] ?? 0);
  return starts;
}

function membersOf(keys: Int32Array, firstKeys: Int32Array, starts: Int32Array): Int32Array {
  const members = new Int32Array(keys.length);
  const next = starts.slice();
  for (let node = 0; node + 1 < firstKeys.length; node += 1) {
    for (let at = firstKeys[node] ?? 0; at < (firstKeys[node + 1] ?? 0); at += 1) {
      const key = keys[at] ?? 0;
      const place = next[key] ?? 0;
      members[place] = node;
      next[key] = place + 1;
    }
  }
  return members;
}

/** Sorts the keys of each node, leaving out in place those that pair nobody; answers where those of each node end. */
function keepUnderCap(keys: Int32Array, firstKeys: Int32Array, starts: Int32Array): Int32Array {
  const ends = new Int32Array(firstKeys.length - 1);
  for (let node = 0; node < ends.length; node += 1) {
    const first = firstKeys[node] ?? 0;
    let end = first;
    for (let at = first; at < (firstKeys[node + 1] ?? 0); at += 1) {
      const key = keys[at] ?? 0;
      const shared = (starts[key + 1] ?? 0) - (starts[key] ?? 0);
      if (shared < 2 || shared > MOST_PER_KEY) continue;
      insert(keys, first, end, key);
      end += 1;
    }
    ends[node] = end;
  }
  return ends;
}

/** Into what is sorted from `first` up to `end`, behind which there must be room. */
function insert(keys: Int32Array, first: number, end: number, key: number): void {
  let at = end;
  for (; at > first && (keys[at - 1] ?? 0) > key; at -= 1) keys[at] = keys[at - 1] ?? 0;
  keys[at] = key;
}
