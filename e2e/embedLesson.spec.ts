/** A lesson in a page of somebody else: its steps beside the scene, done there or further on in the playground. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import type { PlaygroundElement } from '../src/embed/PlaygroundElement.ts';
import { expect, test } from './test.ts';

const SCRIPT = '<script type="module" src="/kubehop.js"></script>';

async function openPage(page: Page, attributes: string, style = ''): Promise<Locator> {
  await page.route('**/docs.html', (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      body: `<!doctype html><html lang="en"><head><title>Docs</title><style>main{${style}}</style></head>
        <body><main><h1>Docs</h1>${SCRIPT}<kubehop-playground ${attributes}></kubehop-playground><p>On.</p></main></body></html>`,
    }),
  );
  await page.goto('/docs.html');
  return page.locator('kubehop-playground');
}

/** What the page around an embed hears, as it comes. */
async function listen(page: Page): Promise<() => Promise<{ type: string; detail: unknown }[]>> {
  await page.evaluate(() => {
    const heard: { type: string; detail: unknown }[] = [];
    Object.assign(window, { heard });
    const element = document.querySelector('kubehop-playground') as PlaygroundElement;
    element.addEventListener('goal', ({ detail }) => heard.push({ type: 'goal', detail }));
    element.addEventListener('error', ({ detail }) => heard.push({ type: 'error', detail }));
  });
  return () =>
    page.evaluate(() => (window as unknown as { heard: { type: string; detail: unknown }[] }).heard);
}

const heading = (embed: Locator) => embed.getByRole('heading', { level: 2 });

test('a lesson: its text, a prediction with its trace, back and on', async ({ page }) => {
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') elsewhere.push(request.url());
  });
  const embed = await openPage(page, 'lesson="cluster-ip" test', 'max-width:760px;margin:auto');
  const lesson = embed.getByRole('article', { name: 'Microservices that need each other' });
  await expect(heading(lesson)).toHaveText('Pods come and go');
  await expect(lesson).toContainText('Step 1 of 6');
  await expect(lesson).toContainText('Every Pod has an address of its own.');
  await expect(embed.getByRole('application', { name: 'Canvas' })).toBeVisible();

  const question = lesson.getByRole('region', { name: 'Prediction' });
  await question.getByRole('radio', { name: /The products/ }).check();
  await question.getByRole('button', { name: 'Check my prediction' }).click();
  await expect(question).toContainText('That is not what happens.');
  const trace = question.getByRole('list', { name: 'What the packet does' });
  await expect(trace.getByRole('listitem').first()).toBeVisible();
  await expect(question).toContainText('calling nobody');

  await lesson.getByRole('button', { name: 'Next', exact: true }).click();
  await expect(heading(lesson)).toHaveText('One address that stays');
  await expect(heading(lesson)).toBeFocused();
  await lesson.getByRole('button', { name: 'Back' }).click();
  await expect(question).toContainText('That is not what happens.');

  expect(elsewhere).toEqual([]);
  expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({});
});

test('goals tick while commands are typed, and the page hears of it', async ({ page }) => {
  const embed = await openPage(page, 'lesson="cluster-ip" step="cart" autoplay height="640"');
  await expect(heading(embed)).toHaveText('Your turn: the cart');
  const heard = await listen(page);
  const goals = embed.getByRole('region', { name: 'Goal' });
  await expect(goals.getByRole('listitem')).toHaveText([
    /Open: There is a Service cart/,
    /Open: web-1 has called/,
  ]);

  const line = embed.getByRole('textbox', { name: 'Type a command' });
  await line.fill('kubectl expose deployment cart --port=80 --target-port=8080');
  await line.press('Enter');
  await expect(embed.getByRole('log', { name: 'Output' })).toContainText('service/cart exposed');
  await expect(goals.getByRole('listitem').first()).toHaveText(/Met: There is a Service cart/);
  await expect(goals.getByRole('status')).toHaveText('1 of 2 met.');
  expect(await heard()).toEqual([{ type: 'goal', detail: { lesson: 'cluster-ip', step: 'cart', goal: 1 } }]);

  for (let times = 0; times < 2; times++) {
    await line.fill('kubectl exec web-1 -- curl -s http://cart/');
    await line.press('Enter');
    await expect(embed.getByRole('button', { name: 'Run the command' })).toBeVisible({ timeout: 30_000 });
  }
  await expect(goals).toContainText('Goal reached.', { timeout: 30_000 });
  expect(await heard()).toContainEqual({
    type: 'goal',
    detail: { lesson: 'cluster-ip', step: 'cart', goal: 2 },
  });
});

test('the solution runs where there is no terminal, and the whole playground is one press away', async ({
  page,
}) => {
  const embed = await openPage(page, 'lesson="cluster-ip" step="cart" autoplay height="640"');
  await expect(heading(embed)).toHaveText('Your turn: the cart');
  await expect(embed.getByRole('link', { name: 'Open this step in Kubehop' })).toHaveAttribute(
    'href',
    /\/\?lesson=cluster-ip&step=cart$/,
  );
  await expect(embed.getByRole('link', { name: 'Open in Kubehop' })).toHaveAttribute(
    'href',
    /\/\?lesson=cluster-ip&step=cart$/,
  );
  const hint = embed.getByRole('button', { name: /^(?:Hint|Next hint)$/ });
  while (await hint.isVisible()) await hint.click();
  await embed.getByRole('button', { name: 'Show the solution' }).click();
  await embed.getByRole('button', { name: 'Run it' }).click();
  await expect(embed.getByRole('region', { name: 'Goal' })).toContainText('Goal reached.', {
    timeout: 40_000,
  });
  await expect(embed.getByRole('log', { name: 'Output' }).first()).toContainText('service/cart exposed');
});

test('scripts of the page turn the steps, and hear what is wrong', async ({ page }) => {
  const embed = await openPage(page, 'lesson="cluster-ip" test');
  await expect(heading(embed)).toHaveText('Pods come and go');
  const heard = await listen(page);
  const canvas = embed.getByRole('application', { name: 'Canvas' });
  const before = await canvas.elementHandle();

  await page.evaluate(() =>
    (document.querySelector('kubehop-playground') as PlaygroundElement).goto('rewrite'),
  );
  await expect(heading(embed)).toHaveText('Who makes a Pod out of it?');
  await expect(heading(embed), 'the reader may be elsewhere').not.toBeFocused();
  await embed.evaluate((element) => element.setAttribute('step', 'cart'));
  await expect(heading(embed)).toHaveText('Your turn: the cart');
  expect(await canvas.evaluate((now, before) => now === before, before), 'nothing is loaded anew').toBe(true);
  expect(await heard()).toEqual([]);

  await page.evaluate(() =>
    (document.querySelector('kubehop-playground') as PlaygroundElement).goto('nowhere'),
  );
  const nowhere = 'The lesson cluster-ip has no step nowhere.';
  await expect
    .poll(heard)
    .toEqual([{ type: 'error', detail: { problems: [{ message: expect.stringContaining(nowhere) }] } }]);
  await expect(heading(embed)).toHaveText('Your turn: the cart');

  await embed.evaluate((element) => element.setAttribute('step', 'nowhere'));
  await expect(embed.getByRole('alert')).toContainText(nowhere);
  await embed.evaluate((element) => element.setAttribute('step', 'outside'));
  await expect(heading(embed)).toHaveText('Who else can call it?');
});

test.describe('a lesson that does not exist', () => {
  // It has no picture either, which the browser tells.
  test.use({ expectedComplaints: [/404/] });

  test('is told with those that sound alike', async ({ page }) => {
    const embed = await openPage(page, 'lesson="clusterip" test');
    await expect(embed.getByRole('alert')).toContainText('There is no lesson clusterip. Similar: cluster-ip');
  });
});

test('in another language, and in an iframe that may only run scripts', async ({ page }) => {
  await page.route(/\/(embed\.html|kubehop\.js|embed\/|posters\/)/, async (route) => {
    // What comes when the page has time may still be on its way when the test ends.
    const response = await route.fetch().catch(() => null);
    if (response === null) return;
    // Scripts of a page without an origin are asked for as those of another site.
    const headers = { ...response.headers(), 'access-control-allow-origin': '*' };
    await route.fulfill({ response, headers });
  });
  await page.route('**/docs.html', (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      body: `<!doctype html><html lang="en"><head><title>Docs</title></head><body><iframe width="760" height="560" title="Kubehop"
        sandbox="allow-scripts" src="/embed.html?lesson=cluster-ip&step=cluster-ip&lang=de&test"></iframe></body></html>`,
    }),
  );
  // What there is to say of the packets comes last.
  const last = page.waitForResponse(/\/embed\/insight-/);
  await page.goto('/docs.html');
  const frame = page.frameLocator('iframe');
  await expect(frame.getByRole('heading', { level: 2 })).toHaveText('Eine Adresse, die bleibt');
  await expect(frame.getByText('Schritt 2 von 6')).toBeVisible();
  await last;
});

test('the text is beside the scene, in a narrow column below it, and comes first for the keyboard', async ({
  page,
}) => {
  const embed = await openPage(page, 'lesson="cluster-ip" test', 'width:900px');
  const lesson = embed.getByRole('article');
  const canvas = embed.getByRole('application', { name: 'Canvas' });
  await expect(lesson).toBeVisible();
  const place = async (of: Locator) => (await of.boundingBox())!;
  expect((await place(embed)).height).toBe(562);
  expect((await place(lesson)).x + 280).toBeLessThan((await place(canvas)).x);

  await page.addStyleTag({ content: 'main{width:370px!important}' });
  await expect.poll(async () => (await place(canvas)).width).toBeGreaterThan(360);
  expect((await place(lesson)).y).toBeGreaterThanOrEqual(
    (await place(canvas)).y + (await place(canvas)).height,
  );
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  const isBefore = await lesson.evaluate(
    (text, other) => (text.compareDocumentPosition(other as Node) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
    await canvas.elementHandle(),
  );
  expect(isBefore).toBe(true);
});

for (const theme of ['light', 'dark'])
  test(`nothing stands in the way of anybody, ${theme}`, async ({ page }) => {
    const embed = await openPage(page, `lesson="cluster-ip" step="cart" theme="${theme}" test`);
    await expect(heading(embed)).toHaveText('Your turn: the cart');
    await embed.getByRole('button', { name: 'Hint' }).click();
    const { violations } = await new AxeBuilder({ page }).include('kubehop-playground').analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
