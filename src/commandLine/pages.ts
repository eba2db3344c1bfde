/** The built page, read from a folder: only files that are really in it. */
import { readFileSync, statSync } from 'node:fs';
import { extname, join, normalize, sep } from 'node:path';

export interface PageFile {
  readonly contentType: string;
  readonly content: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.ico': 'image/x-icon',
  '.webmanifest': 'application/manifest+json',
  '.xml': 'application/xml',
};

/** Null when there is no such file. */
export function readPageFile(folder: string, path: string): PageFile | null {
  const root = normalize(folder + sep);
  const file = normalize(join(root, path === '/' ? 'index.html' : decodePath(path)));
  const contentType = TYPES[extname(file)];
  if (!file.startsWith(root) || contentType === undefined) return null;
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true
    ? { contentType, content: readFileSync(file) }
    : null;
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '';
  }
}
