import type { MatchModel, PreparedNode } from '../matching/index.js';
import { MatchEngine, type ScoredEdge } from './match-engine.js';

const RULES = [
  ['e', 8, ({ person }: PreparedNode) => person.email?.address],
  ['p', 6, ({ person }: PreparedNode) => person.phone?.e164],
  ['n', 1, ({ person }: PreparedNode) => person.lastName?.folded],
] as const;

/** Same address or phone: surely one; same last name: perhaps. What is one follows from the pairs alone. */
export class SimpleEngine extends MatchEngine {
  constructor(largestComponent?: number) {
    super({ version: 'simple' } as MatchModel, [], largestComponent);
  }

  override keysOf(node: PreparedNode): readonly string[] {
    return RULES.flatMap(([name, , of]) => {
      const value = of(node);
      return value === undefined || value === null ? [] : [hash(name + value)];
    });
  }

  override edge(one: PreparedNode, other: PreparedNode): ScoredEdge | null {
    const [a, b] = one.id < other.id ? [one, other] : [other, one];
    const weight = Math.max(...RULES.map(([, points, of]) => (of(a) && of(a) === of(b) ? points : 0)));
    if (weight === 0) return null;
    const probability = 1 / (1 + 2 ** -weight);
    return { a: a.id, b: b.id, weight, probability, levels: Buffer.from([weight]), modelVersion: 'simple' };
  }

  override explain() {
    return { prior: 0, evidence: [], weight: 0, probability: 0 };
  }
}

function hash(text: string): string {
  let hashed = 7n;
  for (const character of text) hashed = BigInt.asIntN(64, hashed * 31n + BigInt(character.charCodeAt(0)));
  return String(hashed);
}
