import type { Place, Verdict, WriteOperation } from '../system.js';
import { SystemError } from '../system.js';
import type { MarketoClient } from './client.js';
import { CallFailure, failed, idOf, isObject } from './failure.js';
import { multipart, sortIntoFiles, type ImportFile } from './import-files.js';
import { judge } from './judgement.js';
import { lostImport } from './lost-import.js';
import type { MarketoSettings } from './settings.js';
import { lost, ourFault, pauseFor, verdictOf } from './verdict.js';
import type { MarketoWriter } from './writer.js';

/** An import of some thousand rows takes minutes. */
const collectAfter = 30;

/** Bulk Lead Import: a file of many leads for one call. What does not fit into one is written by ordinary calls. */
export class Importer {
  constructor(
    private readonly client: MarketoClient,
    private readonly settings: MarketoSettings,
    private readonly writer: MarketoWriter,
  ) {}

  /** Never throws, like `write`. */
  async write(place: Place, operations: readonly WriteOperation[]): Promise<ReadonlyMap<string, Verdict>> {
    if (place.object !== 'lead') return this.writer.write(place, operations);
    const { files, others } = sortIntoFiles(operations, this.settings);
    const verdicts = new Map<string, Verdict>();
    let refused: Verdict | null = null;
    for (const file of files) {
      const verdict: Verdict = refused ?? (await this.#handOver(file));
      // A full queue, or an instance that wants to be left alone, will not take the next file either.
      if (verdict.verdict === 'retry') refused = verdict;
      for (const { id } of file.operations) verdicts.set(id, verdict);
    }
    const isPaused = refused?.verdict === 'retry' && refused.scope === 'organisation';
    const written = isPaused && refused ? sameFor(others, refused) : await this.writer.write(place, others);
    return new Map([...verdicts, ...written]);
  }

  async #handOver({ lookupField, csv }: ImportFile): Promise<Verdict> {
    const query = [['format', 'csv'] as const, ['lookupField', lookupField] as const];
    const call = { method: 'POST', path: '/bulk/v1/leads.json', query, body: multipart(csv) } as const;
    try {
      const { result } = await this.client.turns.take(() => this.client.request(call));
      const batch = result.filter(isObject).flatMap((row) => idOf(row.batchId) ?? [])[0];
      if (batch === undefined)
        throw failed('UNREADABLE_ANSWER', 'Marketo answered an import without its batch.');
      return { verdict: 'accepted', job: batch, collectAfter };
    } catch (error) {
      return this.#refusal(error);
    }
  }

  #refusal(error: unknown): Verdict {
    if (error instanceof SystemError) return pauseFor(error);
    if (!(error instanceof CallFailure)) return lost(ourFault(String(error)));
    const judgement = judge(error.errors, 'call', this.client.now());
    const verdict = verdictOf(judgement, lost(judgement.failure));
    return verdict.verdict === 'unknown' ? lostImport() : verdict;
  }
}

function sameFor(operations: readonly WriteOperation[], verdict: Verdict): Map<string, Verdict> {
  return new Map(operations.map(({ id }) => [id, verdict]));
}
