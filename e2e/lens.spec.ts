/** The layer lens: one moment as Services, as endpoints and as packets; and the tables whose rows light up as they are hit. */
import { expect, test } from './test.ts';

test('the same moment as Services, as endpoints, and as packets', async ({ page, playground }) => {
  await playground.open({ scene: 'shop' });
  await playground.advance(3_000);
  const moment = () => page.evaluate(() => window.kubehop!.playground.now());
  const now = await moment();
  await expect(playground.card('Pod shop-zz1')).not.toHaveAttribute('aria-label', /endpoint:/);

  await playground.topBar.getByRole('radio', { name: 'Endpoints' }).check();
  await expect(playground.card('Pod shop-zz1')).toHaveAttribute('aria-label', /endpoint: not ready/);
  await expect(playground.card('Pod shop-7x2')).toHaveAttribute('aria-label', /endpoint: ready, serving/);
  await expect(playground.card('Service shop')).toHaveAttribute(
    'aria-label',
    /1 slice, 2 of 3 endpoints ready/,
  );
  await expect(playground.card('Service payments')).toHaveAttribute('aria-label', /pay\.example\.com/);

  await playground.card('Pod shop-7x2').focus();
  await playground.press('v');
  await expect(playground.topBar.getByRole('radio', { name: 'Packet path' })).toBeChecked();
  await playground.press('v');
  await expect(playground.topBar.getByRole('radio', { name: 'Concept' })).toBeChecked();
  expect(await moment()).toBe(now);

  // A Pod that is told to stop stands in its slice a while longer.
  await playground.topBar.getByRole('radio', { name: 'Endpoints' }).check();
  await page.evaluate(() => window.kubehop!.dispatch({ type: 'delete', key: 'Pod/default/shop-7x2' }));
  await playground.advance(800);
  await expect(playground.card('Pod shop-7x2')).toHaveAttribute(
    'aria-label',
    /endpoint: (serving, )?terminating/,
  );
});

test('the address of a page can ask for the endpoints, also in an embed', async ({ playground }) => {
  await playground.open({ scene: 'shop', view: 'endpoints' }, '/embed.html');
  await expect(playground.card('Pod shop-7x2')).toHaveAttribute('aria-label', /endpoint: ready, serving/);
});

test('rows of endpoints and of names light up and count as they are hit', async ({ page, playground }) => {
  await playground.open({ scene: 'all-together' });
  await playground.advance(10_000);
  await playground.dock.getByRole('tab', { name: 'Rules' }).click();
  const tables = playground.dock.getByRole('group', { name: 'Table' });
  await page.evaluate(() => {
    const { requests } = window.kubehop!.state();
    const own = requests.findLast(({ start, end }) => end !== null && start.url.includes('catalog'))!;
    return window.kubehop!.dispatch({ type: 'follow', requestId: own.start.requestId });
  });

  await tables.getByRole('radio', { name: 'Endpoints' }).check();
  const endpoints = playground.dock.getByRole('table', { name: 'Endpoints of the cluster' });
  const hit = endpoints.locator('tr[aria-current=true]');
  await expect(hit).toContainText(/^\d+.*10\.244\.\d\.\d+ +catalog-.* ready, serving$/s);
  await expect(hit.getByLabel('Hit by the followed request')).toBeVisible();

  await tables.getByRole('radio', { name: 'DNS' }).check();
  const names = playground.dock.getByRole('table', { name: 'DNS of the cluster' });
  await expect(names.locator('tr[aria-current=true]')).toContainText(
    /catalog\.default\.svc\.cluster\.local\. 30 IN A 10\.96\./,
  );
  const count = async () =>
    Number((await names.locator('tr[aria-current=true] td').first().innerText()).replace(/\D/g, ''));
  const before = await count();
  expect(before).toBeGreaterThan(0);
  await playground.advance(10_000);
  await expect.poll(count).toBeGreaterThan(before);

  await tables.getByRole('radio', { name: 'Connections' }).check();
  await expect(playground.dock.getByText(/\d+ connections translated so far/)).toBeVisible();
});
