/**
 * End-to-end tests: the built playground, in a real Chromium. Run with `npm run e2e`, which finds browser and ports. The
 * embed is built with Preact; with a second port, its tests also run on the same embed built with React.
 */
import { defineConfig } from '@playwright/test';
import { sandboxFlags } from '../src/commandLine/findBrowser.ts';

const port = Number(process.env.KUBEHOP_PORT ?? 5303);
const reactPort = process.env.KUBEHOP_REACT_PORT;
const onPreact = { baseURL: `http://127.0.0.1:${port}` };
const onReact = { baseURL: `http://127.0.0.1:${reactPort}` };
const executablePath = process.env.CHROMIUM_PATH;
const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../test-results/endToEnd',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: '../test-results/endToEnd.json' }]],
  projects: [
    { name: 'playground', use: onPreact },
    ...(reactPort === undefined
      ? []
      : [{ name: 'embed on React', use: onReact, testMatch: /\/embed(?!Dialog)\w*\.spec\.ts$/ }]),
  ],
  use: {
    viewport: { width: 1440, height: 900 },
    // Else each test would begin with a copy of the whole app.
    serviceWorkers: 'block',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [...quiet, ...sandboxFlags()],
    },
  },
  webServer: [
    {
      command: `npx vite preview --host 127.0.0.1 --port ${port} --strictPort --outDir ${process.env.KUBEHOP_DIST ?? 'dist'}`,
      cwd: '..',
      url: `${onPreact.baseURL}/`,
      reuseExistingServer: false,
    },
    ...(reactPort === undefined
      ? []
      : [
          {
            command: `npx tsx src/commandLine/embedOnReact.ts ${reactPort}`,
            cwd: '..',
            url: `${onReact.baseURL}/embed.html`,
            reuseExistingServer: false,
          },
        ]),
  ],
});
