/**
 * `npm run -s conformance -- [folder]`: runs every vector file below the folder (default: the vectors in the source)
 * and prints one line per kind, then the failing ids. Exits with 1 when any fails, with 2 on bad input.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { runVectors, writeReport } from '../testing/conformance/conformance.ts';

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '../simulation/testdata'));

function readFiles(): { path: string; content: string }[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: path.split(sep).join('/'), content: readFileSync(path, 'utf8') }));
}

try {
  const files = readFiles();
  const { lines, passed } = writeReport(runVectors(files));
  if (files.length === 0) throw new Error(`There are no .json files below ${folder}.`);
  console.log(lines.join('\n'));
  process.exitCode = passed ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
