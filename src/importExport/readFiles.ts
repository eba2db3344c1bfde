/** Files and folders as texts, or the reason in words why they are not read. */
import { t } from '../messages/importExport.ts';
import type { NamedText } from './joinFiles.ts';

/** More is not even read. */
const MOST_BYTES = 20_000_000;
const MOST_FILES = 2000;
export const MOST_LINES = 50_000;

const MANIFEST = /\.(ya?ml|json|txt)$/i;

export type Read = { texts: NamedText[]; refusal?: never } | { texts?: never; refusal: string };

/** Of a folder only manifests are taken; files that were chosen one by one are all meant. */
export async function readFiles(files: readonly File[]): Promise<Read> {
  const chosen = files.filter((file) => file.webkitRelativePath === '' || isManifestOfFolder(file));
  if (chosen.length === 0) return { refusal: t('thereIsNoManifestAmongThese') };
  if (chosen.length > MOST_FILES)
    return {
      refusal: t('tooManyFiles', { count: chosen.length, most: String(MOST_FILES) }),
    };
  const size = chosen.reduce((sum, file) => sum + file.size, 0);
  if (size > MOST_BYTES) return { refusal: t('tooManyBytes', { size: Math.round(size / 1e6) }) };
  const texts: NamedText[] = [];
  for (const file of [...chosen].sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1))) {
    const text = await file.text();
    if (isBinary(text)) return { refusal: t('noTextInFile', { file: pathOf(file) }) };
    texts.push({ name: pathOf(file), text });
  }
  const refusal = refuseText(texts.map(({ text }) => text).join('\n'));
  return refusal === null ? { texts } : { refusal };
}

/** Why a text is too much to be read; null when it is not. */
export function refuseText(text: string): string | null {
  if (isBinary(text)) return t('thisIsNoTextManifestsAre');
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  if (lines <= MOST_LINES) return null;
  return t('tooManyLines', { count: lines, most: MOST_LINES });
}

/** A zero byte, or what decoding puts in the place of bytes that are no UTF-8. */
function isBinary(text: string): boolean {
  return text.includes('\0') || (text.match(/\ufffd/g)?.length ?? 0) > text.length / 100;
}

function isManifestOfFolder(file: File): boolean {
  return MANIFEST.test(file.name) && !/(^|\/)(\.|node_modules\/)/.test(pathOf(file));
}

function pathOf(file: File): string {
  return file.webkitRelativePath === '' ? file.name : file.webkitRelativePath;
}

/** What was dropped, folders with all that is in them. */
export async function droppedFrom(
  entries: readonly (FileSystemEntry | null)[],
  files: readonly File[],
): Promise<File[]> {
  if (!entries.some((entry) => entry?.isDirectory)) return [...files];
  const found: File[] = [];
  for (const entry of entries) if (entry !== null) await collect(entry, entry.isDirectory, found);
  return found;
}

async function collect(entry: FileSystemEntry, isInFolder: boolean, found: File[]): Promise<void> {
  if (found.length > MOST_FILES) return;
  if (entry.isDirectory) {
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    // The reader hands out some entries at a time.
    for (;;) {
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
        reader.readEntries(resolve, reject),
      );
      if (some.length === 0) return;
      for (const one of some) await collect(one, true, found);
    }
  }
  const file = await new Promise<File>((resolve, reject) =>
    (entry as FileSystemFileEntry).file(resolve, reject),
  );
  if (!isInFolder) found.push(file);
  else if (MANIFEST.test(file.name) && !entry.fullPath.includes('/.'))
    found.push(new File([file], entry.fullPath.replace(/^\//, ''), { type: file.type }));
}
