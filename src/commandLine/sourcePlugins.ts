/** For the builds: `*.yaml` imports become plain objects, and messages lists of parts, so that no parser is in the first load. */
import compileMessage from 'icu-minify/compile';
import type { Plugin } from 'vite';
import { parseAllDocuments } from 'yaml';

/** `import { documents } from './shop.yaml'`: the file's documents as they are written. */
export function yamlDocuments(): Plugin {
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
export function messageCatalogues(): Plugin {
  return {
    name: 'kubehop:message-catalogues',
    enforce: 'pre',
    transform: {
      filter: { id: /\/src\/messages\/[\w-]+\/\w+\.json(?:\?alone)?$/ },
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
