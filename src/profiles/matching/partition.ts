/** Groups of the numbers below `size`, at first each alone, that can be put together but not apart. */
export class Partition {
  private readonly group: Int32Array;
  /** Of those groups that are more than one number. */
  private readonly members = new Map<number, number[]>();

  constructor(size: number) {
    this.group = Int32Array.from({ length: size }, (_, index) => index);
  }

  groupOf(item: number): number {
    return this.group[item] ?? item;
  }

  membersOf(group: number): readonly number[] {
    return this.members.get(group) ?? [group];
  }

  /** Puts two different groups together; the larger keeps its number. */
  unite(one: number, other: number): void {
    const [large, small] =
      this.membersOf(one).length >= this.membersOf(other).length ? [one, other] : [other, one];
    const [members, moved] = [this.members.get(large) ?? [large], this.membersOf(small)];
    for (const item of moved) {
      this.group[item] = large;
      members.push(item);
    }
    this.members.set(large, members);
    this.members.delete(small);
  }

  groups(): readonly (readonly number[])[] {
    const heads = [...this.group.keys()].filter((item) => this.group[item] === item);
    return heads.map((head) => this.membersOf(head));
  }
}
