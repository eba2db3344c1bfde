/** Reads a scene for the commands that take one. */
import { readManifest } from '../kubernetes/manifest.ts';
import { type Scene, sceneFromObjects } from '../simulation/scene.ts';

/** Thrown for what the caller can put right; its message is for people. */
export class BadInput extends Error {}

/** The scene in a YAML file; `readFile` gives a file's text, or throws. */
export function readScene(file: string, readFile: (file: string) => string): Scene {
  let text: string;
  try {
    text = readFile(file);
  } catch (error) {
    throw new BadInput(`Cannot read ${file}: ${(error as Error).message}`);
  }
  const { documents, errors } = readManifest(text);
  if (errors.length > 0)
    throw new BadInput(
      errors.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`).join('\n'),
    );
  if (documents.length === 0) throw new BadInput(`${file} holds no objects.`);
  return sceneFromObjects(documents.map(({ object }) => object));
}
