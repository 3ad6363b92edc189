import type { MatchNode } from './match-node.js';
import { prepareNode, type PreparedNode } from './prepared-node.js';
import type { Team } from './team.js';

/** Nodes of all shares in one row of positions, of which those of other threads are there once they were fetched. */
export class TeamNodes {
  private readonly fetched = new Map<number, PreparedNode>();

  private constructor(
    private readonly team: Team,
    private readonly own: readonly PreparedNode[],
    /** The first position of each share, and behind the last that of none. */
    private readonly starts: readonly number[],
  ) {}

  static async of(team: Team, own: readonly PreparedNode[]): Promise<TeamNodes> {
    const starts = [0];
    for (const count of await team.gather(own.length)) starts.push((starts.at(-1) ?? 0) + count);
    return new TeamNodes(team, own, starts);
  }

  get count(): number {
    return this.starts.at(-1) ?? 0;
  }

  get ownStart(): number {
    return this.starts[this.team.share] ?? 0;
  }

  isOwn(position: number): boolean {
    return this.shareOf(position) === this.team.share;
  }

  shareOf(position: number): number {
    let share = 0;
    while (position >= (this.starts[share + 1] ?? Infinity)) share += 1;
    return share;
  }

  /** @throws {Error} for a node of another thread that was not fetched. */
  at(position: number): PreparedNode {
    const node = this.own[position - this.ownStart] ?? this.fetched.get(position);
    if (node === undefined) throw new Error(`Node ${position} is another thread's and was not fetched.`);
    return node;
  }

  /** Brings nodes of other threads here; all threads must fetch at the same step, if only nothing. */
  async fetch(positions: Iterable<number>): Promise<void> {
    const wanted = new Set<number>();
    for (const position of positions)
      if (!this.isOwn(position) && !this.fetched.has(position)) wanted.add(position);
    const asked = await this.team.gather(Int32Array.from(wanted));
    const answers = await this.team.gather(asked.map((all) => this.answer(all)));
    for (const [share, answer] of answers.entries()) {
      if (share === this.team.share) continue;
      const mine = [...wanted].filter((position) => this.shareOf(position) === share);
      for (const [index, node] of (answer[this.team.share] ?? []).entries())
        this.fetched.set(mine[index] ?? -1, prepareNode(node));
    }
  }

  /** Those of our own that are asked for, without what is worked out of them. */
  private answer(asked: Int32Array): readonly MatchNode[] {
    const nodes: MatchNode[] = [];
    for (const position of asked) {
      if (!this.isOwn(position)) continue;
      const { features: _, ...node } = this.at(position);
      nodes.push(node);
    }
    return nodes;
  }
}
