import { Registry } from 'prom-client';
import {
  systems,
  type FieldValues,
  type Place,
  type SystemSession,
  type Verdict,
  type WriteOperation,
} from '../../src/systems/index.js';
import { bulkOf, wayOf } from '../../src/delivery/dispatch/bulk.js';
import { OutboundClient } from '../../src/platform/http/index.js';
import type { BenchDatabase } from '../support/databases.js';
import type { BenchStandIn } from '../support/stand-in.js';
import { UnderWay } from '../support/under-way.js';
import type { Filled } from './destinations.js';
import { WindowBudget } from './window-budget.js';

/** As many as the product has under way. */
const LANES = 4;

/** A record as the product sent it. */
export interface Prepared {
  readonly id: string;
  readonly key: string;
  readonly email: string;
  readonly fields: FieldValues;
}

/** What the product sent, so that the loop sends the same. */
export function preparedBy(database: BenchDatabase): Promise<Prepared[]> {
  return database.query<Prepared>(
    `SELECT r.id, r.key, p.fields -> 'email' ->> 'value' AS email,
       r.written || coalesce(r.writing, '{}') AS fields
     FROM remote_record r JOIN profile p ON (p.workspace_id, p.id) = (r.workspace_id, r.owner_profile_id)
     ORDER BY r.id`,
  );
}

/**
 * Looks up and writes the same batches through the same connector, as many at once as the product, and keeps no state:
 * no database, no claims, no outcomes. Answers the seconds it took.
 */
export async function bareLoop(
  { type, object, target, config }: Filled,
  standIn: BenchStandIn,
  prepared: readonly Prepared[],
): Promise<number> {
  const definition = systems[type];
  if (!definition) throw new Error(`There is no system ${type}.`);
  const settings = { config: { ...standIn.config, ...config }, credentials: standIn.credentials };
  const session = definition.connect(settings, {
    http: new OutboundClient({ allowPrivateNetwork: true, registry: new Registry() }),
    now: () => new Date(),
    budget: new WindowBudget(definition.limits),
  });
  await session.identify();
  await session.describe(object);
  const place: Place = {
    object,
    target: target ? ((await session.resolveTarget?.(object, target)) ?? null) : null,
  };
  const from = performance.now();
  const underWay = new UnderWay('records sent by the loop', prepared.length);
  const rows = { fresh: 0, all: prepared.length };
  const bulk = bulkOf(session, definition.limits);
  if (bulk && wayOf(bulk, rows, false) !== 'calls') {
    for (const load of partsOf(prepared, bulk.rows)) {
      await inLanes(partsOf(load, bulk.piece), (piece) => lookUp(session, place, piece));
      await write(session, place, load, bulk.by);
      underWay.add(load.length);
    }
  } else {
    await inLanes(partsOf(prepared, definition.limits.writeBatch), async (batch) => {
      await lookUp(session, place, batch);
      await write(session, place, batch, 'calls');
      underWay.add(batch.length);
    });
  }
  return (performance.now() - from) / 1_000;
}

async function lookUp(session: SystemSession, place: Place, batch: readonly Prepared[]): Promise<void> {
  const requests = batch.map(({ id, email, fields }) => ({
    id,
    emails: [email],
    fields: Object.keys(fields),
  }));
  const answers = await session.lookUp(place, requests);
  const found = [...answers.values()].filter(({ candidates }) => candidates.length > 0).length;
  if (found > 0) throw new Error(`${found} of the records were there before they were sent.`);
}

async function write(
  session: SystemSession,
  place: Place,
  batch: readonly Prepared[],
  by: 'calls' | 'job',
): Promise<void> {
  const operations = batch.map(({ id, key, fields }): WriteOperation => ({
    id,
    operation: 'create',
    key,
    fields,
  }));
  const verdicts =
    by === 'job' && session.writeJob
      ? await session.writeJob(place, operations)
      : await session.write(place, operations);
  const failed = [...verdicts.values()].find((verdict) => !isDone(verdict));
  if (failed) throw new Error(`The loop could not write: ${JSON.stringify(failed)}`);
}

function isDone({ verdict }: Verdict): boolean {
  return verdict === 'created' || verdict === 'accepted';
}

async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const lane = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

function partsOf<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
