/** For the build: the app with all its scripts, style sheets, fonts and pictures in one HTML file, which a double click opens. */
import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { build, type InlineConfig, type Plugin } from 'vite';
import { lessonModules } from './lessonModules.ts';
import { siteFacts } from './siteAddress.ts';
import { messageCatalogues, yamlDocuments } from './sourcePlugins.ts';

export const SINGLE_FILE = 'kubehop-offline.html';

/** Builds it into the same folder as soon as the app is there, whoever called the build. */
export function withSingleFile(): Plugin {
  let outDir = 'dist';
  let isBuild = false;
  return {
    name: 'kubehop:with-single-file',
    configResolved(config) {
      outDir = config.build.outDir;
      isBuild = config.command === 'build';
    },
    async closeBundle(error) {
      if (isBuild && error === undefined && !this.meta.watchMode) await build(singleFileConfig(outDir));
    },
  };
}

export function singleFileConfig(outDir: string): InlineConfig {
  return {
    configFile: false,
    base: './',
    // What the page needs of it comes in below.
    publicDir: false,
    plugins: [react(), yamlDocuments(), messageCatalogues(), lessonModules(), inOneFile()],
    define: siteFacts({ isSingleFile: true }),
    build: {
      outDir,
      emptyOutDir: false,
      assetsInlineLimit: Number.POSITIVE_INFINITY,
      cssCodeSplit: false,
      modulePreload: false,
      chunkSizeWarningLimit: Number.POSITIVE_INFINITY,
      rolldownOptions: { input: 'index.html', output: { codeSplitting: false } },
    },
  };
}

/** Puts into the page what it would load. Nothing else is written. */
function inOneFile(): Plugin {
  return {
    name: 'kubehop:in-one-file',
    enforce: 'post',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) =>
        html
          // The same is on the site, for those who search.
          .replace(/(?=\s*<title>)/, '\n    <meta name="robots" content="noindex" />')
          // A file on a disk is no app that could be installed.
          .replace(/^\s*<link rel="(?:manifest|apple-touch-icon)"[^>]*>\n/gm, '')
          .replace(
            '"/favicon.svg"',
            () => `"data:image/svg+xml,${encodeURIComponent(readFileSync('public/favicon.svg', 'utf8'))}"`,
          )
          .replace('<script src="/theme.js">', () => `<script>${readFileSync('public/theme.js', 'utf8')}`),
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const { 'index.html': page, ...parts } = bundle;
        if (page?.type !== 'asset') return this.error('there is no page to put all into');
        const files = Object.values(parts);
        const bare = files.reduce(withoutTag, String(page.source));
        const missing = /<(?:script|link|img)\b[^>]*\b(?:src|href)="(?!data:)[^"]*"/.exec(bare);
        if (missing !== null) return this.error(`the page would load ${missing[0]}`);
        const styles = files.map((file) =>
          file.type === 'asset' ? `<style>${String(file.source)}</style>` : '',
        );
        const scripts = files.map((file) =>
          file.type === 'chunk' ? `<script type="module">${asInlineScript(file.code)}</script>` : '',
        );
        // The page's own head ends before any script that speaks of one.
        const source = bare
          .replace('</body>', () => `${scripts.join('')}\n  </body>`)
          .replace('</head>', () => `${styles.join('')}\n  </head>`);
        for (const name of Object.keys(bundle)) delete bundle[name];
        this.emitFile({ type: 'asset', fileName: SINGLE_FILE, source });
        return undefined;
      },
    },
  };
}

/** The page without what loads this file. */
function withoutTag(html: string, { fileName }: { fileName: string }): string {
  const address = fileName.replace(/[.$]/g, '\\$&');
  return html.replace(
    new RegExp(`[ \\t]*<(?:script|link)\\b[^>]*"\\./${address}"[^>]*>(?:</script>)?\\n`),
    '',
  );
}

/** Whatever would end a script, or hide its end, can stand in texts and patterns only; there an escape means the same. */
export function asInlineScript(code: string): string {
  return code.replace(/<(?=\/script|!--)/gi, '\\x3C');
}
