/** Until when nothing is sent, and why; people see it at the destination, its syncs and their runs. */
export class Pause {
  readonly until!: Date;
  readonly reason!: string;
}
