import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { writeServiceWorker } from './serviceWorkerBuild.ts';

const HOME = 'https://docs.example.com/kubehop/';
const contents = new Map([
  ['index.html', '<script src="./assets/index-1.js">'],
  ['assets/index-1.js', 'start()'],
  ['assets/index-1.js.map', '{}'],
  ['theme.js', ''],
]);

interface Asked {
  request: { url: string; method: string; mode: string };
  respondWith(answer: Promise<unknown>): void;
}

/** The worker, in a world where nothing is kept yet and the network says what it was asked for. */
async function startWorker() {
  const listeners = new Map<string, (event: Asked) => void>();
  const nothing = { match: async () => undefined };
  runInNewContext(await writeServiceWorker(contents, 'assets/index-1.js'), {
    URL,
    self: {
      registration: { scope: HOME },
      addEventListener: (type: string, listener: (event: Asked) => void) => listeners.set(type, listener),
    },
    caches: { ...nothing, open: async () => nothing },
    fetch: async ({ url }: { url: string }) => url,
  });
  return (url: string, { method = 'GET', mode = 'cors' } = {}) => {
    const answers: Promise<unknown>[] = [];
    listeners.get('fetch')!({
      request: { url, method, mode },
      respondWith: (answer) => answers.push(answer),
    });
    return answers[0] ?? null;
  };
}

test('each other content is another version, in whatever order the files come', async () => {
  const versionOf = async (files: ReadonlyMap<string, string>) =>
    /version:["'`]([\w-]+)/.exec(await writeServiceWorker(files, 'assets/index-1.js'))?.[1];
  const version = await versionOf(contents);
  expect(version).toMatch(/^[\w-]{12}$/);
  expect(await versionOf(new Map([...contents].reverse()))).toBe(version);
  expect(await versionOf(new Map([...contents, ['theme.js', 'dark()']]))).not.toBe(version);
});

test('source maps are for developers, who have a network', async () => {
  expect(await writeServiceWorker(contents, 'assets/index-1.js')).not.toContain('.js.map');
});

test('it answers for the page and the files of the app', async () => {
  const ask = await startWorker();
  for (const url of [HOME, `${HOME}?lesson=cluster-ip`, `${HOME}index.html`])
    expect(await ask(url, { mode: 'navigate' })).toBe(url);
  for (const file of ['theme.js', 'assets/index-1.js', 'assets/of-a-tab-opened-before-the-update.js'])
    expect(await ask(HOME + file)).toBe(HOME + file);
});

test('all else goes to the network as if there were no worker', async () => {
  const ask = await startWorker();
  for (const file of ['docs/index.html', 'scenes/shop.html', 'embed.html'])
    expect(ask(HOME + file, { mode: 'navigate' })).toBeNull();
  for (const url of ['kubehop.js', 'embed/live-1.js', 'posters/shop-light.svg', 'kubehop-offline.html'])
    expect(ask(HOME + url)).toBeNull();
  for (const url of ['https://docs.example.com/theme.js', 'https://example.com/kubehop/theme.js'])
    expect(ask(url)).toBeNull();
  expect(ask(`${HOME}theme.js`, { method: 'POST' })).toBeNull();
});
