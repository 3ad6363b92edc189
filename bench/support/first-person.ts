import { untilRead } from '../intake/until-read.js';
import type { BenchDatabase } from './databases.js';
import { leadMaker, titles } from './lead.js';

/** Sends the lead of person 0 through intake and matching, to be copied; `intake` is where leads are posted. */
export async function makeFirstPerson(database: BenchDatabase, intake: string): Promise<void> {
  const response = await fetch(intake, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: new Uint8Array(leadMaker(titles.before)(0)),
  });
  if (!response.ok) throw new Error(`The first lead was answered with ${response.status}.`);
  await untilRead(database);
}
