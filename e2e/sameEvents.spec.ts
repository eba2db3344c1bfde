/** The simulation, in Node and in the browser: the same scenes, seed and edits give the same events, byte for byte. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../src/kubernetes/objectMeta.ts';
import type { LogLine, PlayedScene } from './eventLog.ts';
import { expect, test } from './test.ts';

const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const SCENES = pathOf('../src/scenes');

function readyMadeScenes(): PlayedScene[] {
  return readdirSync(SCENES)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((title) => ({
      title,
      objects: parseAllDocuments(readFileSync(`${SCENES}/${title}`, 'utf8'))
        .map((document) => document.toJS() as KubernetesObject | null)
        .filter((object): object is KubernetesObject => object !== null && object.kind !== 'Scene'),
    }));
}

/** One script that leaves `eventLog.play` behind. */
async function bundle(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    define: { 'process.env': '{}' },
    build: {
      write: false,
      minify: false,
      lib: { entry: pathOf('eventLog.ts'), formats: ['iife'], name: 'eventLog', fileName: 'eventLog' },
    },
  });
  const [bundled] = Array.isArray(result) ? result : [result];
  if (bundled === undefined || !('output' in bundled)) throw new Error('Nothing was bundled.');
  return bundled.output[0].code;
}

declare global {
  // Left by the bundled script.
  var eventLog: { play: (scenes: readonly PlayedScene[], seed: number) => LogLine[] };
}

test('the same scenes, seed and edits give the same events in Node and in the browser', async ({ page }) => {
  const code = await bundle();
  const scenes = readyMadeScenes();
  const seed = 7;
  const inNode = new Function(`${code}; return eventLog;`)() as typeof globalThis.eventLog;
  const expected = inNode.play(scenes, seed);
  await page.addScriptTag({ content: `${code}; globalThis.eventLog = eventLog;` });
  const found = await page.evaluate(([all, start]) => globalThis.eventLog.play(all, start), [
    scenes,
    seed,
  ] as const);
  expect(found).toEqual(expected);
  expect(expected.reduce((sum, [, events]) => sum + events, 0)).toBeGreaterThan(5000);
  expect(inNode.play(scenes, seed + 1)).not.toEqual(expected);
});
