import { groupBy } from '../../../src/platform/group-by.js';
import { ControlClient } from '../../../src/sandbox/frame/index.js';
import { standIns, type RunningStandIn } from '../../../src/sandbox/stand-ins.js';
import type { FarSide } from './far-sides.js';
import { TROUBLED_TITLE, type Person } from './people.js';

/** One call in so many goes wrong, and one row in so many. */
export const FAULT_EVERY = 20;
const SHOWN = 5;

interface Counters {
  readonly calls: number;
  readonly byEndpoint: Readonly<Record<string, number>>;
  readonly violations: number;
  readonly lastViolations: readonly string[];
}

type Row = Readonly<Record<string, unknown>>;

/** A sandbox in which things go wrong, and what stands in it. */
export class RemoteSide {
  private readonly control: ControlClient;
  private readonly placed = new Map<string, number>();

  private constructor(
    readonly side: FarSide,
    readonly running: RunningStandIn,
  ) {
    this.control = new ControlClient(running.url);
  }

  static async start(side: FarSide): Promise<RemoteSide> {
    const standIn = standIns.find(({ type }) => type === side.type);
    if (!standIn) throw new Error(`There is no sandbox of ${side.type}.`);
    const remote = new RemoteSide(side, await standIn.start(0));
    await remote.control.change(side.settings);
    return remote;
  }

  /** Lets so many rows be refused once. */
  async refuseRows(times: number): Promise<void> {
    const { rowFault, columns } = this.side;
    if (!rowFault || !columns.title || times === 0) return;
    const match = { record: { [columns.title]: TROUBLED_TITLE } };
    await this.control.place({ match, times, fault: rowFault });
  }

  /**
   * Lets calls go wrong as they are made, one in so many of each endpoint, each of its kinds in turn: spread over all
   * calls, they would gather where few are made, until every one of those went wrong.
   */
  async spoilCalls(): Promise<void> {
    const { byEndpoint } = await this.counters();
    for (const [endpoint, faults] of groupBy(this.side.callFaults, ({ match }) => match.endpoint)) {
      const owed = 1 + Math.floor((byEndpoint[endpoint] ?? 0) / FAULT_EVERY);
      let placed = this.placed.get(endpoint) ?? 0;
      for (; placed < owed; placed += 1) await this.control.place(faults[placed % faults.length] ?? {});
      this.placed.set(endpoint, placed);
    }
  }

  async counters(): Promise<Counters> {
    return (await this.control.call('GET', '/counters')).body as Counters;
  }

  /** Records that stand there, as far as can be told while the service runs; null where only a night tells. */
  async count(): Promise<number | null> {
    const { body } = await this.control.call('GET', '');
    const { records } = body as { records?: Readonly<Record<string, number>> };
    return records ? (records['Lead'] ?? records['lead'] ?? 0) : null;
  }

  /** Who of these is missing, who is there beside them or twice; some of each, by all that is said of them. */
  async compare(people: readonly Person[]): Promise<{ count: number; missing: string[]; surplus: string[] }> {
    const fields = Object.entries(this.side.columns) as [keyof Person, string][];
    const rows = await this.rows();
    const found = rows.map((row) => JSON.stringify(fields.map(([, column]) => row[column] ?? null)));
    const left = new Set(people.map((person) => JSON.stringify(fields.map(([name]) => person[name]))));
    const surplus = found.filter((row) => !left.delete(row));
    return { count: rows.length, missing: [...left].slice(0, SHOWN), surplus: surplus.slice(0, SHOWN) };
  }

  close(): Promise<void> {
    return this.running.close();
  }

  private async rows(): Promise<readonly Row[]> {
    const { target } = this.side;
    if (!target) {
      const response = await fetch(this.running.url + this.running.holds);
      return ((await response.json()) as { records: readonly Row[] }).records;
    }
    // Members show after a night.
    await this.control.call('POST', '/tick');
    const { body } = await this.control.call('GET', '/lists/person');
    const lists = body as { name: string; members: readonly Row[] }[];
    return lists.find(({ name }) => name === target.name)?.members ?? [];
  }
}
