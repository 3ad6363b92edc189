import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the first spec that needs the schema leaves an image of it for those after: making it takes seconds. */
export default async function makeDirectory() {
  process.env.TEST_SCHEMA_IMAGES = await mkdtemp(join(tmpdir(), 'tributary-schema-'));
}

export async function removeDirectory() {
  const directory = process.env.TEST_SCHEMA_IMAGES;
  if (directory) await rm(directory, { recursive: true, force: true });
}
