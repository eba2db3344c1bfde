/**
 * For the build of the embed: lucide's icons as their shapes alone, without the names, keys and settings that nothing there
 * asks for; and each imported by itself, so that it is in the chunk that draws it.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';

type Shape = readonly [tag: string, attributes: Readonly<Record<string, string>>];

const PREFIX = '\0plain-icon:';

export function plainIcons(): Plugin {
  let fileOf: (name: string) => string | undefined;
  return {
    name: 'kubehop:plain-icons',
    enforce: 'post',
    buildStart() {
      fileOf = readBarrel();
    },
    // When types are gone already.
    transform: {
      filter: { code: /from ["']lucide-react["']/ },
      handler: (code) => ({
        code: code.replace(/import \{([^}]*)\} from ["']lucide-react["'];?/g, (_all, names: string) =>
          names
            .split(',')
            .map((name) => name.trim().split(' as '))
            .map(([name = '', local = name]) => `import ${local} from "${PREFIX}${name}";`)
            .join(''),
        ),
        map: null,
      }),
    },
    resolveId: { filter: { id: /^\0plain-icon:/ }, handler: (id) => id },
    load: {
      filter: { id: /^\0plain-icon:/ },
      async handler(id) {
        const file = fileOf(id.slice(PREFIX.length));
        if (file === undefined) return this.error(`lucide-react has no ${id.slice(PREFIX.length)}`);
        const { __iconData } = (await import(file)) as { __iconData: { node: readonly Shape[] } };
        const shapes = __iconData.node.map(([tag, { key: _key, ...attributes }]) => [tag, attributes]);
        return {
          code: [
            "import { iconOf } from '/src/embed/icon.ts';",
            `export default /* @__PURE__ */ iconOf(${JSON.stringify(shapes)});`,
          ].join('\n'),
          map: null,
          moduleSideEffects: false,
        };
      },
    },
  };
}

/** Which file the name of an icon stands for, by the list that the package exports. */
function readBarrel(): (name: string) => string | undefined {
  const { resolve } = createRequire(import.meta.url);
  const folder = dirname(resolve('lucide-react/package.json'));
  const barrel = readFileSync(join(folder, 'dist/esm/lucide-react.mjs'), 'utf8');
  const files = new Map(
    [...barrel.matchAll(/export \{([^}]*)\} from '(\.\/icons\/[\w-]+\.mjs)'/g)].flatMap(([, names, file]) =>
      [...names!.matchAll(/default as (\w+)/g)].map(([, name]) => [name!, file!]),
    ),
  );
  return (name) => {
    const file = files.get(name);
    return file && pathToFileURL(join(folder, 'dist/esm', file)).href;
  };
}
