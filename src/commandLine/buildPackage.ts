/** `npm run build:package`: the modules of the npm package in `lib/`, each whole in itself, and their types. The site in `dist/` is Vite's. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'vite';

const [outDir = 'lib'] = process.argv.slice(2);
rmSync(outDir, { recursive: true, force: true });

await build({
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  build: {
    outDir,
    target: 'es2022',
    minify: false,
    lib: {
      entry: {
        simulation: 'src/package/simulation.ts',
        react: 'src/package/Kubehop.tsx',
        remark: 'src/package/remark.ts',
        'markdown-it': 'src/package/markdownIt.ts',
      },
      formats: ['es'],
    },
    rolldownOptions: {
      external: ['react', 'react/jsx-runtime', 'node:zlib', 'kubehop/element'],
      output: { chunkFileNames: 'parts/[name].js' },
    },
  },
});

const types = join(outDir, 'types');
const { status } = spawnSync('npx', ['tsc', '-p', 'src/package', '--outDir', types], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
if (status !== 0) process.exit(status ?? 1);

// In the source, the element's own class says this; its types would bring the whole page along. React's are asked for
// only by who has them.
appendFileSync(
  join(types, 'package/playgroundElement.d.ts'),
  "declare global {\n    interface HTMLElementTagNameMap {\n        'kubehop-playground': KubehopPlaygroundElement;\n    }\n}\n",
);
appendFileSync(
  join(types, 'package/Kubehop.d.ts'),
  `import type { ClassAttributes, HTMLAttributes } from 'react';
import type { KubehopPlaygroundElement } from './playgroundElement.ts';
type KubehopAttributes = { [Name in keyof EmbedOptions]?: EmbedOptions[Name] | string };
declare module 'react' {
    namespace JSX {
        interface IntrinsicElements {
            'kubehop-playground': HTMLAttributes<KubehopPlaygroundElement> & ClassAttributes<KubehopPlaygroundElement> & KubehopAttributes;
        }
    }
}
`,
);
const needed = reachableFrom(readdirSync(join(types, 'package')).map((name) => join(types, 'package', name)));
for (const name of readdirSync(types, { recursive: true, encoding: 'utf8' })) {
  const path = join(types, name);
  if (path.endsWith('.d.ts') && !needed.has(path)) rmSync(path);
}

/** The declarations that these name, and so on, written anew: TypeScript leaves `.ts` in imports, which only its sources have. */
function reachableFrom(paths: readonly string[]): Set<string> {
  const found = new Set(paths);
  for (const path of found) {
    const text = readFileSync(path, 'utf8');
    const named = /((?:from |import\()["'])(\.{1,2}\/[^"']+)\.tsx?(["'])/g;
    for (const match of text.matchAll(named)) found.add(join(dirname(path), `${match[2]}.d.ts`));
    writeFileSync(path, text.replace(named, '$1$2.js$3'));
  }
  return found;
}
