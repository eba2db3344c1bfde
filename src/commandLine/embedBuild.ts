/**
 * For the build: everything of the embed beside the app, with Preact in React's place. `kubehop.js` keeps its name, the
 * rest is in `embed/` under names that change with the content; `posters/` holds the still pictures.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build, type InlineConfig, type LogLevel, type Plugin, type Rolldown } from 'vite';
import { withHomeTags } from './documentation.ts';
import { lessonModules } from './lessonModules.ts';
import { minifyAgain } from './minifyAgain.ts';
import { plainIcons } from './plainIcons.ts';
import { shadowSheets } from './shadowSheets.ts';
import { withSourceModule } from './sourceModules.ts';
import { messageCatalogues, yamlDocuments } from './sourcePlugins.ts';

const POSTERS = 'virtual:kubehop-posters';
const LIVE = 'virtual:kubehop-live';
const FILES_PLACEHOLDER = '__KUBEHOP_LIVE_FILES__';

/** Builds the embed into the same folder as soon as the app is there, whoever called the build. */
export function withEmbed(): Plugin {
  let outDir = 'dist';
  let sourcemap: boolean | 'inline' | 'hidden' = false;
  let logLevel: LogLevel = 'info';
  let isBuild = false;
  return {
    name: 'kubehop:with-embed',
    configResolved(config) {
      ({ outDir, sourcemap } = config.build);
      logLevel = config.logLevel ?? logLevel;
      isBuild = config.command === 'build';
    },
    resolveId: (id) => ([POSTERS, LIVE].includes(id) ? `\0${id}` : undefined),
    // The development server draws no posters.
    load(id) {
      if (id === `\0${POSTERS}`) return 'export const posters = {};';
      if (id === `\0${LIVE}`)
        return "export const files = []; export const importLive = () => import('/src/embed/live.tsx');";
      return undefined;
    },
    async closeBundle(error) {
      if (isBuild && error === undefined && !this.meta.watchMode)
        await build({ ...embedConfig(outDir, sourcemap), logLevel });
    },
  };
}

/** The embed alone, with real React: what it does is tested on both. */
export async function buildEmbedOnReact(outDir: string): Promise<void> {
  await build({ ...embedConfig(outDir, false), logLevel: 'error', resolve: {} });
}

function embedConfig(outDir: string, sourcemap: boolean | 'inline' | 'hidden'): InlineConfig {
  return {
    configFile: false,
    base: './',
    publicDir: false,
    plugins: [
      yamlDocuments(),
      messageCatalogues(),
      lessonModules(),
      shadowSheets(),
      plainIcons(),
      embedFiles(),
      // It knows no source maps.
      ...(sourcemap === false ? [minifyAgain()] : []),
    ],
    resolve: {
      alias: [
        { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
        { find: /^react(?:-dom)?$/, replacement: 'preact/compat' },
        { find: /^react\/jsx-runtime$/, replacement: 'preact/jsx-runtime' },
        { find: /^zustand$/, replacement: resolve('src/embed/zustand/react.ts') },
        { find: /^zustand\/traditional$/, replacement: resolve('src/embed/zustand/traditional.ts') },
      ],
    },
    build: {
      outDir,
      sourcemap,
      emptyOutDir: false,
      assetsDir: 'embed',
      modulePreload: false,
      rolldownOptions: {
        onwarn(warning, warn) {
          if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
        },
        input: { kubehop: 'src/embed/kubehop.ts', frame: 'src/embed/frame.ts', live: 'src/embed/live.tsx' },
        preserveEntrySignatures: 'strict',
        output: {
          entryFileNames: ({ name }) => (name === 'kubehop' ? 'kubehop.js' : 'embed/[name]-[hash].js'),
          chunkFileNames: 'embed/[name]-[hash].js',
          codeSplitting: { groups: [{ name: inLivePart(), debugName: 'living part' }] },
        },
      },
    },
  };
}

/** All that the living part needs at once is one file. */
function inLivePart(): (
  id: string,
  context: { getModuleInfo: (id: string) => Rolldown.ModuleInfo | null },
) => string | null {
  let needed: Set<string> | null = null;
  return (id, context) => {
    if (needed === null) {
      needed = new Set([resolve('src/embed/live.tsx')]);
      for (const each of needed)
        for (const next of context.getModuleInfo(each)?.importedIds ?? []) needed.add(next);
    }
    return needed.has(id) ? 'parts' : null;
  };
}

/** Posters, and the page of the frame. */
function embedFiles(): Plugin {
  let posters: Record<string, string> = {};
  let titles: Record<string, string> = {};
  return {
    name: 'kubehop:embed-files',
    enforce: 'post',
    async buildStart() {
      ({ posters, titles } = await drawPosters());
      for (const [name, source] of Object.entries(posters))
        this.emitFile({ type: 'asset', fileName: `posters/${name}`, source });
    },
    resolveId: (id) => ([POSTERS, LIVE].includes(id) ? `\0${id}` : undefined),
    load(id) {
      if (id === `\0${POSTERS}`) return `export const posters = ${JSON.stringify(titles)};`;
      // Its name is known when all else is: as an import it would bring a loader of Vite's along.
      if (id === `\0${LIVE}`)
        return `export const files = '${FILES_PLACEHOLDER}'.split(' ');
export const importLive = (home) => import(/* @vite-ignore */ home + files[0]);`;
      return undefined;
    },
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const live = chunks.find(({ name }) => name === 'live');
      const needed = live === undefined ? [] : neededBy(live.fileName, chunks);
      for (const chunk of chunks) chunk.code = chunk.code.replace(FILES_PLACEHOLDER, () => needed.join(' '));
      for (const folder of unsaid(chunks, needed))
        this.error(
          `messages/en/${folder}.json is said from the start: name it in the first.ts and rest.ts of each language`,
        );
      const frame = chunks.find(({ name }) => name === 'frame');
      const css = readFileSync('src/embed/frame.css', 'utf8');
      const cssName = `embed/frame-${hashOf(css)}.css`;
      this.emitFile({ type: 'asset', fileName: cssName, source: css });
      const html = withHomeTags(readFileSync('embed.html', 'utf8'), 'embed.html')
        .replace('/favicon.svg', './favicon.svg')
        .replace('/src/embed/frame.css', `./${cssName}`)
        .replace('/src/embed/kubehop.ts', './kubehop.js')
        .replace('/src/embed/frame.ts', `./${frame?.fileName}`);
      this.emitFile({ type: 'asset', fileName: 'embed.html', source: html });
    },
  };
}

interface Chunk {
  fileName: string;
  imports: string[];
  moduleIds: readonly string[];
}

/** The folders of which the living part says something, and a language other than English nothing at first. */
function unsaid(chunks: readonly Chunk[], live: readonly string[]): string[] {
  const foldersOf = (language: string, { moduleIds }: Chunk) =>
    moduleIds.flatMap((id) => new RegExp(`/messages/${language}/(\\w+)\\.json$`).exec(id)?.[1] ?? []);
  const said = chunks
    .filter(({ fileName }) => live.includes(fileName))
    .flatMap((chunk) => foldersOf('en', chunk));
  const known = chunks
    .filter(({ moduleIds }) => moduleIds.some((id) => id.endsWith('/messages/de/first.ts')))
    .flatMap((chunk) => foldersOf('de', chunk));
  return said.filter((folder) => !known.includes(folder));
}

/** A chunk and all that it imports, but for the one script that is there already. */
function neededBy(fileName: string, chunks: readonly Chunk[]): string[] {
  const found = new Set([fileName]);
  for (const name of found)
    for (const next of chunks.find((chunk) => chunk.fileName === name)?.imports ?? []) found.add(next);
  found.delete('kubehop.js');
  return [...found];
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 8);
}

type Drawing = typeof import('../embed/drawPosters.ts');

/** Drawn by the canvas's own code. */
function drawPosters(): Promise<{ posters: Record<string, string>; titles: Record<string, string> }> {
  return withSourceModule('/src/embed/drawPosters.ts', async (drawing: Drawing) => ({
    posters: await drawing.drawPosters(),
    titles: drawing.posterTitles(),
  }));
}
