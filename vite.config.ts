/** Build, development server and unit tests. The embed is built after the app, with Preact: see embedBuild.ts. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { documentation } from './src/commandLine/documentation.ts';
import { withEmbed } from './src/commandLine/embedBuild.ts';
import { lessonModules } from './src/commandLine/lessonModules.ts';
import { withServiceWorker } from './src/commandLine/serviceWorkerBuild.ts';
import { withSingleFile } from './src/commandLine/singleFile.ts';
import { siteFacts } from './src/commandLine/siteAddress.ts';
import { messageCatalogues, yamlDocuments } from './src/commandLine/sourcePlugins.ts';

export default defineConfig({
  base: './',
  plugins: [
    react(),
    yamlDocuments(),
    messageCatalogues(),
    lessonModules(),
    withServiceWorker(),
    withEmbed(),
    withSingleFile(),
    documentation(),
  ],
  define: siteFacts({ isSingleFile: false }),
  build: {
    rolldownOptions: { input: { index: 'index.html' } },
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
