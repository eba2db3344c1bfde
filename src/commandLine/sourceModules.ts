/** For builds and commands: a module of the playground as the page has it, with catalogues and scenes compiled. */
import { createServer } from 'vite';
import { lessonModules } from './lessonModules.ts';
import { messageCatalogues, yamlDocuments } from './sourcePlugins.ts';

/** `path` from the root of the repository: `/src/documentation/pages.ts`. */
export async function withSourceModule<Module, Result>(
  path: string,
  use: (module: Module) => Result | Promise<Result>,
): Promise<Result> {
  const server = await createServer({
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    optimizeDeps: { noDiscovery: true, include: [] },
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    plugins: [yamlDocuments(), messageCatalogues(), lessonModules()],
  });
  try {
    return await use((await server.ssrLoadModule(path)) as Module);
  } finally {
    await server.close();
  }
}
