/** Groups of the numbers below `size`, at first each alone, that can be put together but not apart. */
export class Partition {
  private readonly group: Int32Array;
  private readonly members: (number[] | undefined)[];

  constructor(size: number) {
    this.group = Int32Array.from({ length: size }, (_, index) => index);
    this.members = Array.from({ length: size }, (_, index) => [index]);
  }

  groupOf(item: number): number {
    return this.group[item] ?? item;
  }

  membersOf(group: number): readonly number[] {
    return this.members[group] ?? [];
  }

  /** Puts two different groups together; the larger keeps its number. */
  unite(one: number, other: number): void {
    const [large, small] =
      this.membersOf(one).length >= this.membersOf(other).length ? [one, other] : [other, one];
    const moved = this.members[small] ?? [];
    for (const item of moved) this.group[item] = large;
    this.members[large]?.push(...moved);
    this.members[small] = undefined;
  }

  groups(): readonly (readonly number[])[] {
    return this.members.filter((group) => group !== undefined);
  }
}
