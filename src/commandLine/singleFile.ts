/** For the build: the app with all its scripts, style sheets, fonts and pictures in one HTML file, which a double click opens. */
import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { build, type InlineConfig, type Plugin } from 'vite';
import { lessonHeads } from './lessonHeads.ts';
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
    plugins: [react(), yamlDocuments(), messageCatalogues(), lessonHeads(), inOneFile()],
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
        const parts = Object.values(bundle);
        const page = parts.find(({ fileName }) => fileName === 'index.html');
        if (page?.type !== 'asset') return this.error('there is no page to put all into');
        const rest = new Set(parts);
        rest.delete(page);
        let html = String(page.source);
        for (const part of rest) {
          const text = part.type === 'chunk' ? part.code : String(part.source);
          const tag = new RegExp(
            `[ \\t]*<(?:script|link)[^>]*"\\./${escaped(part.fileName)}"[^>]*>(?:</script>)?\\n`,
          );
          if (!tag.test(html)) return this.error(`${part.fileName} has no place in the page`);
          html = html.replace(tag, '');
          html =
            part.type === 'chunk'
              ? html.replace(
                  '</body>',
                  () => `<script type="module">${asInlineScript(text)}</script>\n  </body>`,
                )
              : html.replace('</head>', () => `<style>${text}</style>\n  </head>`);
        }
        for (const { fileName } of parts) delete bundle[fileName];
        this.emitFile({ type: 'asset', fileName: SINGLE_FILE, source: html });
        return undefined;
      },
    },
  };
}

/** Whatever would end a script, or hide its end, can stand in texts and patterns only; there an escape means the same. */
export function asInlineScript(code: string): string {
  return code.replace(/<(?=\/script|!--)/gi, '\\x3C');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
