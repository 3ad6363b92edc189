import type { DataSource } from 'typeorm';
import { newId, outlast, runPrepared } from '../../platform/database/index.js';
import { GroupCommit } from './group-commit.js';

/** A lead as it came in: bytes, and what the transport said of them. */
export interface ReceivedLead {
  readonly workspaceId: string;
  readonly sourceId: string;
  readonly contentType: string | null;
  readonly body: Buffer;
}

/** The queue's topic of workspaces that have unread leads. */
export const READ = 'read';

interface LedgerRow {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  readonly lead: ReceivedLead;
}

/** What one row takes beside its body, roughly. */
const ROW_BYTES = 256;
/** Not every sender tries again, so a restart of the database is waited for; most senders wait that long. */
const OUTLAST_MS = 8_000;

/** Where every lead is kept before its sender is told that it was received. */
export class Ledger {
  private readonly commits: GroupCommit<LedgerRow>;

  constructor(
    dataSource: DataSource,
    /** Told after each commit which workspaces have something to read. */
    committed: (workspaceIds: ReadonlySet<string>) => void,
  ) {
    this.commits = new GroupCommit(
      async (rows) => {
        await outlast(() => appendRows(dataSource, rows), OUTLAST_MS);
        committed(new Set(rows.map(({ lead }) => lead.workspaceId)));
      },
      { rowsPerCommit: 256, bytesPerCommit: 4 << 20, inFlight: 2, waitingBytes: 128 << 20 },
    );
  }

  /** Resolves with the event's id once it is committed, whatever the body says. */
  async receive(lead: ReceivedLead): Promise<string> {
    const id = newId();
    await this.commits.submit({ id, receivedAt: Date.now(), lead }, lead.body.length + ROW_BYTES);
    return id;
  }

  drain(): Promise<void> {
    return this.commits.drain();
  }
}

/**
 * Bodies go as one binary value that the server cuts up: as an array each would be written in hexadecimal and
 * quoted, which costs both sides more than everything else about a row. Rows that are there already stay, so
 * that it may be repeated when its answer was lost.
 */
async function appendRows(dataSource: DataSource, rows: readonly LedgerRow[]): Promise<void> {
  let next = 1;
  const described = rows.map(({ id, receivedAt, lead: { workspaceId, sourceId, contentType, body } }) => {
    const start = next;
    next += body.length;
    return { workspaceId, id, sourceId, receivedAt, contentType, start, length: body.length };
  });
  await runPrepared(
    dataSource,
    'append-lead-events',
    `INSERT INTO lead_event (workspace_id, id, source_id, received_at, content_type, body)
     SELECT r."workspaceId", r.id, r."sourceId", to_timestamp(r."receivedAt" / 1000), r."contentType",
       substring($2::bytea FROM r.start FOR r.length)
     FROM json_to_recordset($1::json) AS r("workspaceId" uuid, id uuid, "sourceId" uuid,
       "receivedAt" double precision, "contentType" text, start integer, length integer)
     ON CONFLICT (workspace_id, id) DO NOTHING`,
    [JSON.stringify(described), Buffer.concat(rows.map(({ lead }) => lead.body))],
  );
}
