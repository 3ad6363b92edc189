import { KeepAliveConnection } from './keep-alive-connection.js';
import { leadMaker, titles } from './lead.js';
import { quantile } from './statistics.js';

/** Keep posting leads over so many connections: of these people, or of one new person after another for a time. */
export interface LoadOrder {
  readonly url: string;
  readonly connections: number;
  /** What those people call their position. */
  readonly title: keyof typeof titles;
  readonly leads: { readonly of: readonly number[] } | { readonly from: number; readonly seconds: number };
}

export interface LoadResult {
  readonly acknowledged: number;
  readonly seconds: number;
  readonly medianMs: number;
  readonly slowestPercentMs: number;
  readonly refused: number;
  readonly refusal: string | null;
}

async function run({ url, connections, title, leads }: LoadOrder): Promise<LoadResult> {
  const makeLead = leadMaker(titles[title]);
  const opened = await Promise.all(
    Array.from({ length: connections }, () => KeepAliveConnection.open(new URL(url))),
  );
  const latencies: number[] = [];
  let refused = 0;
  let refusal: string | null = null;
  const from = performance.now();
  const numbers = 'of' in leads ? leads.of.values() : countFrom(leads.from, from + leads.seconds * 1_000);
  const lane = async (connection: KeepAliveConnection): Promise<void> => {
    for (const number of numbers) {
      const before = performance.now();
      const answer = await connection.post(makeLead(number));
      if (answer.status === 200) latencies.push(performance.now() - before);
      else [refused, refusal] = [refused + 1, answer.text];
    }
  };
  await Promise.all(opened.map(lane));
  const seconds = (performance.now() - from) / 1_000;
  for (const connection of opened) connection.close();
  return {
    acknowledged: latencies.length,
    seconds,
    medianMs: quantile(latencies, 0.5),
    slowestPercentMs: quantile(latencies, 0.99),
    refused,
    refusal,
  };
}

function* countFrom(first: number, until: number): Generator<number> {
  for (let number = first; performance.now() < until; number += 1) yield number;
}

process.on('message', (order: LoadOrder) => {
  void run(order).then((result) => process.send?.(result));
});
