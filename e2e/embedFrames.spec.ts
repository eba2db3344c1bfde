/** An embed on other sites: in a frame that may do next to nothing, across origins, and as a script of somebody else's server. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { BEGINNING, canvasOf, embed, one } from './EmbeddingPage.ts';
import { expect, test } from './test.ts';

interface Heard {
  kubehop: number;
  type: string;
  detail?: { problems?: { message: string }[] };
  height?: number;
}

/** Servers of other sites, for one test. */
const servers: Server[] = [];
test.afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A page of another site, which notes what it hears; returns that site's origin. `body` gets it. */
async function openSite(page: Page, body: (origin: string) => string): Promise<string> {
  const site = await listen((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(`<!doctype html><html lang="en"><head><title>Docs</title><link rel="icon" href="data:,"></head><body>
      <script>var heard = []; addEventListener('message', ({ data, origin }) => heard.push({ ...data, origin }))</script>
      ${body(site)}</body></html>`);
  });
  await page.goto(site);
  return site;
}

/** The same files from a server of its own, with these headers. */
function serveElsewhere(baseURL: string, more: Record<string, string>): Promise<string> {
  return listen((request, response) => {
    void fetch(`${baseURL}${request.url}`).then(async (answer) => {
      response.writeHead(answer.status, {
        'content-type': answer.headers.get('content-type') ?? '',
        ...more,
      });
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
  });
}

const heard = (page: Page) => page.evaluate(() => (window as unknown as { heard: Heard[] }).heard);
const say = (page: Page, message: unknown) =>
  page.evaluate(
    (message) => document.querySelector('iframe')!.contentWindow!.postMessage(message, '*'),
    message,
  );
const frameOf = (address: string, more = '') =>
  `<iframe width="760" height="520" src="${address}" ${more}></iframe>`;

test('a frame of another origin speaks with its parent, and says what it did not understand', async ({
  page,
  baseURL,
}) => {
  await openSite(page, (origin) => frameOf(`${baseURL}/embed.html?scene=empty&autoplay=0&origin=${origin}`));
  await expect
    .poll(() => heard(page))
    .toContainEqual(expect.objectContaining({ type: 'height', height: 502 }));
  await say(page, { kubehop: 2, type: 'play' });
  await expect
    .poll(() => heard(page))
    .toContainEqual(
      expect.objectContaining({
        kubehop: 1,
        type: 'error',
        detail: { problems: [{ message: expect.stringContaining('it wants kubehop: 1, not 2') }] },
      }),
    );
  await page.evaluate(() => (window as unknown as { heard: Heard[] }).heard.splice(0));
  await say(page, { kubehop: 1, type: 'play' });
  await expect.poll(async () => (await heard(page)).map(({ type }) => type)).toContain('ready');
  const afterReady = await heard(page);
  expect(afterReady, 'who listens late hears the height again').toContainEqual(
    expect.objectContaining({ type: 'height', height: 502, origin: baseURL }),
  );
});

test('a frame that belongs to another page hears nothing and tells nothing', async ({ page, baseURL }) => {
  await openSite(page, () =>
    frameOf(`${baseURL}/embed.html?scene=empty&autoplay=0&origin=https%3A%2F%2Fother.example.com`),
  );
  const play = page.frameLocator('iframe').getByRole('button', { name: /^Play/ });
  await expect(play).toBeVisible();
  await say(page, { kubehop: 1, type: 'play' });
  await say(page, { kubehop: 2, type: 'play' });
  // A whole round there and back.
  await page.frames()[1]!.evaluate(() => new Promise((resolve) => setTimeout(resolve, 0)));
  await expect(play).toBeVisible();
  expect(await heard(page)).toEqual([]);
});

test.describe('in a frame with allow-scripts alone', () => {
  // The browser names the window that it did not open.
  test.use({ expectedComplaints: [/^Blocked opening .* in a new window/] });

  test('the address of the whole playground is shown, as no window may open', async ({ page, baseURL }) => {
    const home = await serveElsewhere(baseURL!, { 'access-control-allow-origin': '*' });
    await openSite(page, () => frameOf(`${home}/embed.html?scene=shop`, 'sandbox="allow-scripts"'));
    const frame = page.frameLocator('iframe');
    await expect(frame.getByRole('application', { name: 'Canvas' })).toBeVisible();
    const link = frame.getByRole('link', { name: 'Open in Kubehop' });
    await link.hover();
    await expect(link).toHaveAttribute('href', /#s=/);
    await link.click();
    const field = frame.getByRole('textbox', { name: /No window can be opened from this frame/ });
    await expect(field).toHaveValue(/\/\?.*scene=shop.*#s=\d+\./);
    await expect(field).toBeFocused();
    expect(await field.evaluate((input: HTMLInputElement) => input.selectionEnd)).toBeGreaterThan(20);
  });
});

test.describe('the script of another site', () => {
  test.use({ expectedComplaints: [/blocked by CORS policy|net::ERR_FAILED/] });

  const pageWith = (home: string) =>
    `<script type="module" src="${home}/kubehop.js"></script>${embed('id="a" scene="shop" autoplay', '<p>The shop, as text</p>')}`;

  test('runs when that site says that others may load it', async ({ page, baseURL }) => {
    const home = await serveElsewhere(baseURL!, { 'access-control-allow-origin': '*' });
    await openSite(page, () => pageWith(home));
    await expect(canvasOf(page, 'a')).toBeVisible();
    await expect(one(page, 'a').getByRole('timer')).not.toHaveText(BEGINNING);
  });

  test('else the page shows what stands in the element', async ({ page, baseURL, complaints }) => {
    const home = await serveElsewhere(baseURL!, {});
    await openSite(page, () => pageWith(home));
    await expect.poll(() => complaints.join()).toContain('CORS');
    await expect(page.getByText('The shop, as text')).toBeVisible();
  });
});
