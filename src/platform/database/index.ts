export {
  openDatabase,
  migrate,
  requireMigrated,
  appliedMigrations,
  pendingMigrations,
  type OpenDatabase,
} from './data-source.js';
export { DataDirectoryError } from './data-directory.js';
export { hasEmbeddedDatabase } from './embedded.js';
export { SchemaOutdated } from './schema-outdated.js';
export { DatabaseUnreachable } from './unreachable.js';
export { isolate } from './isolate.js';
export { runPrepared } from './prepared.js';
export { outlast } from './outlast.js';
export { newId } from './ids.js';
export { outgrownTables, refreshStatistics } from './table-statistics.js';
export { rows, row, affected, toJsonb, type Sql } from './sql.js';
export {
  acquireLease,
  renewLease,
  releaseLease,
  isTurnOver,
  withLease,
  withLeaseSoon,
  LeaseBusy,
  fence,
  LeaseLost,
  LEASE_SECONDS,
  HEARTBEAT_SECONDS,
  type Lease,
} from './lease.js';
