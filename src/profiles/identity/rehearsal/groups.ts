/** Groups that grow by putting two together; nobody has to be named before. */
export class Groups {
  private readonly above = new Map<string, string>();

  add(id: string): void {
    if (!this.above.has(id)) this.above.set(id, id);
  }

  /** The group of somebody, by its smallest id: that does not depend on the order of things. */
  of(id: string): string {
    let root = id;
    for (let next = this.above.get(root); next !== undefined && next !== root; next = this.above.get(root))
      root = next;
    if (this.above.has(id)) this.above.set(id, root);
    return root;
  }

  unite(one: string, other: string): void {
    const [first = one, second = other] = [this.of(one), this.of(other)].toSorted();
    this.above.set(first, first).set(second, first);
  }

  /** Members of each group, sorted. */
  all(): readonly (readonly string[])[] {
    const members = new Map<string, string[]>();
    for (const id of [...this.above.keys()].toSorted()) {
      const group = members.get(this.of(id));
      if (group) group.push(id);
      else members.set(this.of(id), [id]);
    }
    return [...members.values()];
  }
}
