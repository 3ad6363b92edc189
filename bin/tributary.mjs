#!/usr/bin/env node
// Builds when the sources are newer than the build, then runs the command line.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const entry = join(root, 'dist', 'src', 'cli.js');
const stamp = join(root, 'dist', '.tsbuildinfo');

function newest(directory) {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((file) => file.isFile() && /(?<!\.(spec|conformance|fixture))\.ts$/.test(file.name))
    .reduce((latest, file) => Math.max(latest, statSync(join(file.parentPath, file.name)).mtimeMs), 0);
}

function isBuilt() {
  const sources = ['src', 'migrations', 'config'].map((name) => join(root, name));
  if (!existsSync(entry) || !existsSync(stamp)) return false;
  if (!sources.every(existsSync)) return true;
  return Math.max(...sources.map(newest)) <= statSync(stamp).mtimeMs;
}

if (!isBuilt()) {
  const begun = new Date();
  process.stderr.write('Building Tributary, which takes about 15 seconds …\n');
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js'), 'build'],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  if (status !== 0) process.exit(status ?? 1);
  // The compiler leaves the stamp alone where nothing but the time of a file has changed.
  utimesSync(stamp, begun, begun);
}
await import(pathToFileURL(entry).href);
