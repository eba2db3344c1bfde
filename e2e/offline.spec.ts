/** Without a network: the copy that the browser keeps, its newer versions, the installed app, and all of it in one file. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Page } from '@playwright/test';
import { readPageFile } from '../src/commandLine/pages.ts';
import type { LearnPanel } from './LearnPanel.ts';
import type { PlaygroundPage } from './PlaygroundPage.ts';
import { expect, test } from './test.ts';

test.use({ serviceWorkers: 'allow' });

const dist = resolve(process.env.KUBEHOP_DIST ?? 'dist');
const singleFile = pathToFileURL(join(dist, 'kubehop-offline.html')).href;
const LESSON = 'Microservices that need each other';

/** The built site below a path, of which a newer version can be published. */
async function startSite(folder: string) {
  let worker = (text: string) => text;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = pathname.startsWith(folder) ? `/${pathname.slice(folder.length)}` : null;
    const file = path === null ? null : readPageFile(dist, path);
    if (file === null) response.writeHead(404).end();
    else
      response
        .writeHead(200, { 'content-type': file.contentType, 'cache-control': 'no-cache' })
        .end(path === '/sw.js' ? worker(String(file.content)) : file.content);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}${folder}`,
    publish(version: string) {
      worker = (text) => text.replace(/(version:["'`])[^"'`]+/, `$1${version}`);
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function untilKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller === null)
      await new Promise((controlled) =>
        navigator.serviceWorker.addEventListener('controllerchange', controlled, { once: true }),
      );
  });
}

/** All that comes in parts of its own: a lesson, the terminal, the YAML editor, a language. */
async function useEverything(page: Page, playground: PlaygroundPage, learn: LearnPanel): Promise<void> {
  await playground.runUntilEnded(1);
  await learn.openTab();
  await learn.open(LESSON);
  await learn.isAt(1);
  await playground.dock.getByRole('tab', { name: 'Terminal' }).click();
  await page.getByRole('textbox', { name: 'Terminal input' }).focus();
  await page.keyboard.type('kubectl get nodes -o name');
  await page.keyboard.press('Enter');
  await expect(page.locator('.xterm-accessibility').getByRole('list')).toContainText('node/node-a');
  await playground.dock.getByRole('tab', { name: 'YAML', exact: true }).click();
  await expect(page.getByRole('textbox', { name: /^YAML of/ })).toContainText('apiVersion');
  await playground.topBar.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
  await expect(playground.topBar.getByRole('button', { name: 'Teilen' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
}

test('after one visit the page opens without a network, with all its parts', async ({
  page,
  context,
  playground,
  learn,
}) => {
  await playground.open({ scene: 'shop' });
  await playground.topBar.getByRole('button', { name: 'Install, or download for offline use' }).click();
  const dialog = page.getByRole('dialog', { name: 'Use Kubehop offline' });
  await expect(dialog.getByRole('region', { name: 'As an app' })).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('link', { name: 'Download the file' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('kubehop-offline.html');
  await untilKept(page);
  await expect(dialog.getByRole('region', { name: 'In this browser' })).toContainText(
    'This page opens without a network',
  );
  expect((await new AxeBuilder({ page }).include('dialog').analyze()).violations).toEqual([]);

  await context.setOffline(true);
  await page.reload();
  await playground.waitUntilOpen();
  await useEverything(page, playground, learn);
});

test('below any path: a newer version is offered, taken only when wanted, and the old one is cleared away', async ({
  page,
  playground,
}) => {
  const site = await startSite('/a/b/');
  try {
    await playground.open({}, site.address);
    await untilKept(page);
    const first = await page.evaluate(() => caches.keys());
    expect(first).toHaveLength(1);
    expect(first[0]).toMatch(/^kubehop \/a\/b\/ [\w-]{12}$/);

    site.publish('newer');
    await page.reload();
    await playground.waitUntilOpen();
    const before = await page.evaluate(() => performance.timeOrigin);
    const offer = page.getByRole('status').filter({ hasText: 'A new version of Kubehop is ready.' });
    await expect(offer).toBeVisible({ timeout: 20_000 });
    // Nothing has happened yet but that it is there.
    expect(await page.evaluate(() => caches.keys())).toEqual([...first, 'kubehop /a/b/ newer']);
    expect(await page.evaluate(() => performance.timeOrigin)).toBe(before);

    await offer.getByRole('button', { name: 'Reload' }).click();
    await page.waitForFunction((before) => performance.timeOrigin !== before, before);
    await playground.waitUntilOpen();
    await expect.poll(() => page.evaluate(() => caches.keys())).toEqual(['kubehop /a/b/ newer']);

    // What is kept is all that the page needs.
    site.stop();
    await page.reload();
    await playground.waitUntilOpen();
    await expect(playground.card('Service shop')).toBeVisible();
  } finally {
    site.stop();
  }
});

test('a browser that knows it can install the app', async ({ launchOptions, baseURL }) => {
  const profile = mkdtempSync(join(tmpdir(), 'kubehop-profile-'));
  // What can be installed is never told to a window without a profile.
  const context = await chromium.launchPersistentContext(profile, launchOptions);
  try {
    const [page = await context.newPage()] = context.pages();
    await page.goto(`${baseURL}/?test=1`);
    const devtools = await context.newCDPSession(page);
    const { errors, data = '{}' } = await devtools.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    expect(JSON.parse(data)).toMatchObject({ name: 'Kubehop', start_url: './', display: 'standalone' });
    const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
    expect(installabilityErrors).toEqual([]);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
});

test('an embed keeps nothing: its files know no service worker', () => {
  const files = readdirSync(join(dist, 'embed')).filter((name) => name.endsWith('.js'));
  const texts = ['kubehop.js', ...files.map((name) => `embed/${name}`)].map((name) =>
    readFileSync(join(dist, name), 'utf8'),
  );
  expect(texts.length).toBeGreaterThan(1);
  expect(texts.filter((text) => text.includes('serviceWorker'))).toEqual([]);
});

test('the single file runs from a disk, without a network and without asking for anything', async ({
  page,
  context,
  playground,
  learn,
}) => {
  await context.setOffline(true);
  const requests: string[] = [];
  page.on('request', (request) => {
    if (!/^(?:data|blob):/.test(request.url())) requests.push(request.url());
  });
  await playground.open({ scene: 'shop' }, singleFile);
  await useEverything(page, playground, learn);
  expect(requests).toEqual([`${singleFile}?test=1&scene=shop`]);
});

test('the single file opens what its address says where nothing may be stored, and does not offer what it cannot do', async ({
  page,
  context,
  playground,
}) => {
  await context.setOffline(true);
  await page.addInitScript(() =>
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('The document may store nothing.', 'SecurityError');
      },
    }),
  );
  await playground.open({ scene: 'headless' }, singleFile);
  await expect(playground.topBar).toContainText('A headless database');
  await playground.topBar.getByRole('button', { name: 'Share' }).click();
  const share = page.getByRole('dialog', { name: 'Share this playground' });
  await expect(share).toContainText('This Kubehop is a file on your device');
  await expect(share.getByRole('button', { name: 'Download the file' })).toBeVisible();
  await share.getByRole('button', { name: 'Close' }).click();
  await playground.topBar.getByRole('button', { name: 'Embed' }).click();
  await expect(page.getByRole('dialog', { name: 'Embed this playground' })).toContainText(
    'This Kubehop is a single file',
  );
});
