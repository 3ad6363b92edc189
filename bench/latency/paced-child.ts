import { setTimeout as pause } from 'node:timers/promises';
import { KeepAliveConnection } from '../support/keep-alive-connection.js';
import { leadMaker, titles } from '../support/lead.js';

/** Leads of so many new people, evenly spread over the time. */
export interface PacedOrder {
  readonly url: string;
  readonly first: number;
  readonly count: number;
  readonly perSecond: number;
}

export interface PacedResult {
  /** When each lead was to be posted, in milliseconds since 1970: what a busy server delays counts as well. */
  readonly dueAt: readonly number[];
  readonly refused: number;
}

const CONNECTIONS = 16;

async function run({ url, first, count, perSecond }: PacedOrder): Promise<PacedResult> {
  const makeLead = leadMaker(titles.now);
  const connections = await Promise.all(
    Array.from({ length: CONNECTIONS }, () => KeepAliveConnection.open(new URL(url))),
  );
  const begun = Date.now();
  const dueAt = Array.from({ length: count }, (_, index) => begun + (index * 1_000) / perSecond);
  let refused = 0;
  const rest = dueAt.entries();
  const lane = async (connection: KeepAliveConnection): Promise<void> => {
    for (const [index, at] of rest) {
      await pause(Math.max(0, at - Date.now()));
      const { status } = await connection.post(makeLead(first + index));
      if (status !== 200) refused += 1;
    }
  };
  await Promise.all(connections.map(lane));
  for (const connection of connections) connection.close();
  return { dueAt, refused };
}

process.on('message', (order: PacedOrder) => {
  void run(order).then((result) => process.send?.(result));
});
