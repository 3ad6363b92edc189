import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { newId } from './ids.js';
import { row, affected, type Sql } from './sql.js';

export const LEASE_SECONDS = 30;
export const HEARTBEAT_SECONDS = 10;
/** Holders of a long work pause for longer between two turns. */
const ASK_AGAIN_MS = 20;
/** Whoever waits for longer than this goes before all who do not wait for the answer. */
const PATIENCE_MS = 1_000;
/** How long a wish holds when it is not renewed. */
const WISH_SECONDS = 2;
/** After so long a holder lets others have their turn. */
const TURN_MS = 2_000;
const HOLDER = `${hostname()}:${process.pid}`;

/** The right to be the only one at some work, for a limited time, proved by its token. */
export interface Lease {
  readonly name: string;
  readonly token: string;
  /** When it was taken, in milliseconds since 1970 by the clock of its holder. */
  readonly since: number;
}

/** Whether the holder had its turn and should let go, though there is more to do. */
export function isTurnOver({ since }: Lease): boolean {
  return Date.now() - since > TURN_MS;
}

/**
 * Takes a lease if it is free or has run out, and nobody wishes for it who has waited for long, unless that is
 * oneself. A row and no advisory lock: the embedded database is one session, in which advisory locks would belong
 * to everybody.
 */
export async function acquireLease(
  sql: Sql,
  name: string,
  holder: string,
  waits = false,
): Promise<Lease | null> {
  const taken = await row<{ token: string }>(
    sql,
    `INSERT INTO lease (name, token, holder, expires_at)
     SELECT $1::text, $2::uuid, $3::text, now() + make_interval(secs => $4)
     WHERE $5::boolean OR NOT EXISTS (SELECT FROM lease wish WHERE wish.name = $6 AND wish.expires_at > now())
     ON CONFLICT (name) DO UPDATE
       SET token = excluded.token, holder = excluded.holder, expires_at = excluded.expires_at
       WHERE lease.expires_at < now()
     RETURNING token`,
    [name, newId(), holder, LEASE_SECONDS, waits, wishFor(name)],
  );
  return taken && { name, token: taken.token, since: Date.now() };
}

/** Keeps all away from a lease who do not wait for it. */
async function wish(sql: Sql, name: string): Promise<void> {
  await sql.query(
    `INSERT INTO lease (name, token, holder, expires_at) VALUES ($1, $2, $3, now() + make_interval(secs => $4))
     ON CONFLICT (name) DO UPDATE SET expires_at = excluded.expires_at`,
    [wishFor(name), newId(), HOLDER, WISH_SECONDS],
  );
}

function wishFor(name: string): string {
  return `wish:${name}`;
}

/** Extends the lease; false when it was lost. */
export async function renewLease(sql: Sql, lease: Lease): Promise<boolean> {
  const touched = await affected(
    sql,
    `UPDATE lease SET expires_at = now() + make_interval(secs => $3) WHERE name = $1 AND token = $2`,
    [lease.name, lease.token, LEASE_SECONDS],
  );
  return touched > 0;
}

export async function releaseLease(sql: Sql, lease: Lease): Promise<void> {
  await sql.query(`DELETE FROM lease WHERE name = $1 AND token = $2`, [lease.name, lease.token]);
}

/**
 * Runs work under a lease, kept alive meanwhile, or not at all while another holds it (answers false).
 * The work must fence its transactions: a process that is stopped for long may have lost the lease.
 */
export async function withLease(
  dataSource: DataSource,
  name: string,
  work: (lease: Lease) => Promise<void>,
  waits = false,
): Promise<boolean> {
  const lease = await acquireLease(dataSource.manager, name, HOLDER, waits);
  if (!lease) return false;
  const heartbeat = setInterval(() => {
    renewLease(dataSource.manager, lease).catch(() => undefined);
  }, HEARTBEAT_SECONDS * 1_000);
  try {
    await work(lease);
    return true;
  } finally {
    clearInterval(heartbeat);
    await releaseLease(dataSource.manager, lease).catch(() => undefined);
  }
}

/**
 * The same for somebody who waits for the answer: takes the lease as soon as its holder ends, before others after a
 * while, or throws {@link LeaseBusy}.
 */
export async function withLeaseSoon<T>(
  dataSource: DataSource,
  name: string,
  work: (lease: Lease) => Promise<T>,
  withinMs = 10_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  let wishAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const results: T[] = [];
    const taken = await withLease(
      dataSource,
      name,
      async (lease) => void results.push(await work(lease)),
      true,
    );
    if (taken) return results[0] as T;
    if (Date.now() > deadline) throw new LeaseBusy(name);
    if (Date.now() > wishAt) {
      await wish(dataSource.manager, name);
      wishAt = Date.now() + PATIENCE_MS;
    }
    await pause(ASK_AGAIN_MS);
  }
}

/**
 * Inside a transaction: makes sure that the lease is still ours until the commit, and throws
 * {@link LeaseLost} otherwise, so that nothing of a displaced holder is kept.
 */
export async function fence(transaction: Sql, lease: Lease): Promise<void> {
  const held = await row(
    transaction,
    `SELECT 1 FROM lease WHERE name = $1 AND token = $2 AND expires_at > now() FOR SHARE`,
    [lease.name, lease.token],
  );
  if (!held) throw new LeaseLost(lease.name);
}

export class LeaseBusy extends Error {
  override readonly name = 'LeaseBusy';

  constructor(lease: string) {
    super(`The lease ${lease} is held by another.`);
  }
}

export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';

  constructor(lease: string) {
    super(`The lease ${lease} was lost to another process; what was under way is left to it.`);
  }
}
