/** Build, development server and unit tests; `*.yaml` imports become plain objects and messages lists of parts at build time, so no parser is in the first load. */
import react from '@vitejs/plugin-react';
import compileMessage from 'icu-minify/compile';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { parseAllDocuments } from 'yaml';
import { lessonHeads } from './src/commandLine/lessonHeads.ts';

/** `import { documents } from './shop.yaml'`: the file's documents as they are written. */
function yamlDocuments(): Plugin {
  return {
    name: 'kubehop:yaml-documents',
    transform: {
      filter: { id: /\.yaml$/ },
      handler(source, id) {
        const documents = parseAllDocuments(source).map((document) => {
          const [error] = document.errors;
          if (error !== undefined) this.error(`${id}: ${error.message}`);
          return document.toJS() as unknown;
        });
        return {
          code: `export const documents = JSON.parse(${JSON.stringify(JSON.stringify(documents))});`,
          map: null,
        };
      },
    },
  };
}

/** The catalogues of `src/messages/`: each message as the parts that its runtime puts together. */
function messageCatalogues(): Plugin {
  return {
    name: 'kubehop:message-catalogues',
    enforce: 'pre',
    transform: {
      filter: { id: /\/src\/messages\/[\w-]+\/\w+\.json$/ },
      handler(source, id) {
        const messages = Object.entries(JSON.parse(source) as Record<string, string>);
        const compiled = messages.map(([key, message]) => {
          try {
            return [key, compileMessage(message)] as const;
          } catch (error) {
            return this.error(`${id}: ${key}: ${String(error)}`);
          }
        });
        return {
          code: `export default JSON.parse(${JSON.stringify(JSON.stringify(Object.fromEntries(compiled)))});`,
          map: null,
          moduleType: 'js',
        };
      },
    },
  };
}

export default defineConfig({
  base: './',
  plugins: [react(), yamlDocuments(), messageCatalogues(), lessonHeads()],
  build: {
    rolldownOptions: { input: { index: 'index.html', embed: 'embed.html' } },
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/propertySeed.ts'],
    // Style sheets are empty in tests, but for the colours, which pictures are drawn with.
    css: { include: /tokens\.css/ },
    // Nothing is measured by time here: a busy machine is no failure.
    testTimeout: 60_000,
  },
});
