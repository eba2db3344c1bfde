/** For the build: the service worker `sw.js` with the list of the files that the app is made of. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { minifySync, type Plugin, type Rolldown, transformWithOxc } from 'vite';

const SOURCE = 'src/offline/worker/serviceWorker.ts';
/** Of what is copied into every build, these are for others. */
const NOT_OF_THE_APP = /^schemas\//;

export function withServiceWorker(): Plugin {
  let publicDir = '';
  return {
    name: 'kubehop:service-worker',
    enforce: 'post',
    apply: 'build',
    configResolved(config) {
      publicDir = config.publicDir;
    },
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const copied = readdirSync(publicDir, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) =>
            join(entry.parentPath, entry.name)
              .slice(publicDir.length + 1)
              .replaceAll('\\', '/'),
          )
          .filter((name) => !NOT_OF_THE_APP.test(name));
        const contents = new Map<string, string | Uint8Array>([
          ...Object.values(bundle).map((file) => [file.fileName, contentOf(file)] as const),
          ...copied.map((name) => [name, readFileSync(join(publicDir, name))] as const),
        ]);
        const entry = Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry);
        if (entry === undefined) return this.error('there is no script that the page begins with');
        this.emitFile({
          type: 'asset',
          fileName: 'sw.js',
          source: await writeServiceWorker(contents, entry.fileName),
        });
        return undefined;
      },
    },
  };
}

/** Each other content is another version, and so is another way to keep it. */
export async function writeServiceWorker(
  contents: ReadonlyMap<string, string | Uint8Array>,
  entry: string,
): Promise<string> {
  const files = [...contents.keys()].filter((name) => !name.endsWith('.map')).sort();
  const source = readFileSync(SOURCE, 'utf8');
  const hash = createHash('sha256').update(source);
  for (const name of files) hash.update(`\0${name}\0`).update(contents.get(name)!);
  const build = { version: hash.digest('base64url').slice(0, 12), files, entry };
  const { code } = await transformWithOxc(source, SOURCE, { define: { BUILD: JSON.stringify(build) } });
  return minifySync('sw.js', code).code;
}

function contentOf(file: Rolldown.OutputAsset | Rolldown.OutputChunk): string | Uint8Array {
  return file.type === 'chunk' ? file.code : file.source;
}
