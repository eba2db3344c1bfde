/** The files of a lesson that somebody chose, as texts by their names. */

/** A lesson has few, and none is long: what is above that is no lesson. */
const MOST_FILES = 12;
const LARGEST = 1_000_000;

export async function filesOf(files: FileList): Promise<Record<string, string>> {
  const chosen = [...files].filter(({ size }) => size <= LARGEST).slice(0, MOST_FILES);
  const texts = await Promise.all(chosen.map(async (file) => [file.name, await file.text()] as const));
  return Object.fromEntries(texts);
}
