/** `npm run e2e [-- <Playwright arguments>]`: finds a browser and free ports, then runs the end-to-end tests. */
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { findTshark } from './debianPackages.ts';
import { findBrowser, NO_BROWSER } from './findBrowser.ts';

const browser = await findBrowser(true);
if (browser === null) {
  console.error(NO_BROWSER);
  process.exit(1);
}
if (findTshark() === null) console.log('Capture files are not read by tshark: skipped, it is not installed.');
const port = process.env.KUBEHOP_PORT ?? (await freePort());
const reactPort = process.env.KUBEHOP_REACT_PORT ?? (await freePort());
const { status } = spawnSync(
  'npx',
  ['playwright', 'test', '--config', 'e2e/playwright.config.ts', ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, CHROMIUM_PATH: browser, KUBEHOP_PORT: port, KUBEHOP_REACT_PORT: reactPort },
  },
);
process.exit(status ?? 1);

function freePort(): Promise<string> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        resolve(typeof address === 'object' && address !== null ? String(address.port) : '0'),
      );
    });
  });
}
