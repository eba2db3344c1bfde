/** What comes in as text goes out as that text: every field, every kind and every comment. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readManifest } from '../kubernetes/manifest.ts';
import { storedKey } from '../simulation/scene.ts';
import { exportText, importText } from './sceneFile.ts';
import { testBench } from './testBench.ts';

const folder = '../shared/manifests';
if (!existsSync(folder)) console.info(`${folder} is not here: the round trip of real manifests is skipped.`);
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.yaml')) : [];

function commentsIn(text: string): string[] {
  return text.split('\n').flatMap((line) => /^\s*#\s*(\S.*)$/.exec(line)?.[1]?.trim() ?? []);
}

describe.skipIf(files.length === 0)('real manifests come out as they went in', { timeout: 120_000 }, () => {
  it.each(files)('%s', async (file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const { playground } = testBench([]);
    const { lines } = await importText(playground, text, { bringToLife: false, createNamespaces: true });
    const exported = await exportText(playground);
    const out = readManifest(exported);
    expect(out.errors).toEqual([]);
    const found = new Map(out.documents.map(({ object }) => [storedKey(object), object]));
    const { documents } = readManifest(text);
    const isLeftOut = new Set(
      lines.filter(({ outcome }) => outcome === 'refused' || outcome === 'leftOut').map(({ line }) => line),
    );
    // The same object twice: the later document is what there is.
    const byKey = new Map(
      documents.filter(({ line }) => !isLeftOut.has(line)).map(({ object }) => [storedKey(object), object]),
    );
    for (const [key, object] of byKey) {
      expect([...found.keys()]).toContain(key);
      // Null annotations are none, so there is room for a position.
      const { annotations, ...metadata } = object.metadata;
      const asked = annotations === null ? { ...object, metadata } : object;
      expect(found.get(key)).toMatchObject(asked as object);
    }
    if (documents.length === 0 || byKey.size < documents.length) return;
    const comments = new Set(commentsIn(exported));
    expect(commentsIn(text).filter((comment) => !comments.has(comment))).toEqual([]);
  });
});
