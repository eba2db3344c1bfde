/** For the build of the embed: a style sheet is a module that adds itself to the shadow roots, so it comes with what needs it and with nothing before. */
import { bundle, Features } from 'lightningcss';
import type { Plugin } from 'vite';
import { toShadowStyles } from '../embed/shadowStyles.ts';

/** Before the path, with `.js` behind it: Vite is not to take the module for CSS. */
const PREFIX = '\0shadow-sheet:';
const version = (major: number, minor = 0) => (major << 16) | (minor << 8);
const targets = { chrome: version(111), safari: version(16, 4), firefox: version(114) };

export function shadowSheets(): Plugin {
  return {
    name: 'kubehop:shadow-sheets',
    enforce: 'pre',
    resolveId: {
      filter: { id: /\.css$/ },
      async handler(source, importer) {
        const resolved = await this.resolve(source, importer, { skipSelf: true });
        return resolved === null ? null : `${PREFIX}${resolved.id}.js`;
      },
    },
    load: {
      filter: { id: /^\0shadow-sheet:/ },
      handler(id) {
        const path = id.slice(PREFIX.length, -'.js'.length);
        const isModule = path.endsWith('.module.css');
        const { code, exports } = bundle({
          filename: path,
          projectRoot: process.cwd(),
          minify: true,
          targets,
          // No sheet says light-dark(), and for that alone it would write two variables to each colour scheme.
          exclude: Features.LightDark,
          cssModules: isModule && { pattern: '[hash]-[local]' },
        });
        const names = Object.entries(exports ?? {}).map(([local, { name }]) => [local, name]);
        return {
          code: [
            "import { addStyles } from '/src/embed/liveStyles.ts';",
            `addStyles(${JSON.stringify(toShadowStyles(code.toString()))});`,
            `export default ${JSON.stringify(Object.fromEntries(names))};`,
          ].join('\n'),
          map: null,
          // One with class names goes where nobody draws with them.
          moduleSideEffects: !isModule,
        };
      },
    },
  };
}
