/** Figures of the traffic: success, latency and connections over time, in a chart, in numbers and as files; and requests that are tried again. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './test.ts';

/** Three Pods, one of which answers on another port than the Service leads to: it refuses. */
const town = (connection: string, retries: number) => `
apiVersion: v1
kind: Node
metadata: {name: node-a}
---
apiVersion: v1
kind: Service
metadata: {name: shop, namespace: default}
spec: {selector: {app: shop}, ports: [{port: 80, targetPort: 8080}]}
${['a', 'b', 'c']
  .map(
    (name) => `---
apiVersion: v1
kind: Pod
metadata: {name: shop-${name}, namespace: default, labels: {app: shop}, annotations: {kubehop.dev/listens: "${name === 'c' ? 9999 : 8080}"}}
spec: {nodeName: node-a, containers: [{name: app, image: nginx}]}
`,
  )
  .join('')}---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: default, labels: {app: web}}
spec: {nodeName: node-a, containers: [{name: app, image: nginx}]}
---
apiVersion: kubehop.dev/v1alpha1
kind: Traffic
metadata: {name: visits}
spec:
  from: {kind: Pod, name: web, namespace: default}
  service: {name: shop}
  requestsPerSecond: 4
  connection: ${connection}
  retry: {attempts: ${retries}}
`;

/** The legend beside the chart, by the first cell of each row. */
async function figuresIn(table: Locator): Promise<Record<string, string[]>> {
  const rows = await table
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? '')),
    );
  return Object.fromEntries(rows.map(([first = '', ...rest]) => [first, rest]));
}

async function saved(page: Page, button: Locator): Promise<{ name: string; content: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return { name: file.suggestedFilename(), content: await readFile((await file.path())!) };
}

test('success over time: a chart with a name, its figures, its numbers, and the files of both', async ({
  page,
  playground,
}) => {
  await playground.open({ scene: 'empty' });
  await playground.applyAndSettle(town('PerRequest', 0));
  await playground.advance(40_000);
  const { dock } = playground;
  await dock.getByRole('radio', { name: 'Success' }).check({ force: true });
  await dock.getByRole('combobox', { name: 'Service' }).selectOption({ label: 'shop' });
  const chart = dock.getByRole('img', {
    name: /^Success rate of shop\. \d+ % of \d+ requests succeeded; [1-9]\d* failed/,
  });
  await expect(chart).toBeVisible();
  await expect(chart.locator('canvas')).toBeVisible();

  const legend = dock.getByRole('table', { name: 'Success rate of shop' });
  const { Succeeded: [succeeded] = [], Failed: [failed] = [] } = await figuresIn(legend);
  const share = Number(failed) / (Number(succeeded) + Number(failed));
  expect(share).toBeGreaterThan(0.2);
  expect(share).toBeLessThan(0.5);

  await dock.getByRole('button', { name: 'As table' }).click();
  const numbers = dock.getByRole('table', { name: 'Success rate of shop in numbers' });
  await expect(numbers.getByRole('columnheader', { name: 'success in %' })).toBeVisible();
  expect(await numbers.getByRole('row').count()).toBeGreaterThan(30);
  await dock.getByRole('button', { name: 'As table' }).click();

  const csv = await saved(page, dock.getByRole('button', { name: 'CSV' }));
  expect(csv.name).toBe('kubehop-success-rate-of-shop.csv');
  const [head, ...lines] = csv.content.toString().trimEnd().split('\r\n');
  expect(head).toBe('from,to,answered,HTTP errors,failed,tried again,success in %');
  const sum = (column: number) => lines.reduce((total, line) => total + Number(line.split(',')[column]), 0);
  expect(sum(4)).toBeGreaterThan(0);
  expect(sum(2) + sum(4)).toBeLessThanOrEqual(Number(succeeded) + Number(failed));

  const png = await saved(page, dock.getByRole('button', { name: 'PNG' }));
  expect(png.name).toBe('kubehop-success-rate-of-shop.png');
  expect(png.content.subarray(1, 4).toString()).toBe('PNG');
  expect(png.content.readUInt32BE(16)).toBeGreaterThan(400);
});

test('a change is a mark that leads back to it, and the figures are those of that moment', async ({
  playground,
}) => {
  await playground.open({ scene: 'empty' });
  await playground.applyAndSettle(town('PerRequest', 0));
  await playground.advance(20_000);
  const { dock } = playground;
  await dock.getByRole('radio', { name: 'Success' }).check({ force: true });
  const legend = dock.getByRole('table', { name: 'Success rate' });
  await expect(legend).toBeVisible();
  await playground.apply(town('PerRequest', 0).replace('listens: "9999"', 'listens: "8080"'));
  const before = await playground.now();
  await expect.poll(async () => Number((await figuresIn(legend)).Succeeded?.[0])).toBeGreaterThan(20);
  const then = await figuresIn(legend);
  await playground.advance(30_000);
  await expect
    .poll(async () => Number((await figuresIn(legend)).Succeeded?.[0]))
    .toBeGreaterThan(Number(then.Succeeded![0]) + 80);

  const mark = dock.getByRole('list', { name: 'Changes' }).getByRole('button').last();
  await expect(mark).toHaveAccessibleName(/^0:\d\d(\.\d)?: /);
  await mark.focus();
  await playground.page.keyboard.press('Enter');
  await expect.poll(() => playground.now()).toBe(before);
  await expect.poll(() => figuresIn(legend)).toEqual(then);
});

test('over HTTP/2 one Pod has the only connection, and the shares say so', async ({ playground }) => {
  await playground.open({ scene: 'empty' });
  await playground.applyAndSettle(town('HTTP2', 0).replace('"9999"', '"8080"'));
  await playground.advance(30_000);
  const { dock } = playground;
  await dock.getByRole('radio', { name: 'Connections' }).check({ force: true });
  const legend = dock.getByRole('table', { name: 'Connections' });
  await expect(legend).toBeVisible();
  expect(Object.values(await figuresIn(legend))).toEqual([['1', '1']]);
  await dock.getByRole('radio', { name: 'Shares' }).check({ force: true });
  const shares = await saved(playground.page, dock.getByRole('button', { name: 'CSV' }));
  expect(shares.content.toString()).toMatch(
    /^service,endpoint,answers,share,expected,from,to,deviation\r\nshop,/,
  );
  const picture = await saved(playground.page, dock.getByRole('button', { name: 'PNG' }));
  expect(picture.content.subarray(1, 4).toString()).toBe('PNG');
  await expect(dock.getByText(/1 connection for \d+ answers: chance decided once/)).toBeVisible();

  await dock.getByRole('radio', { name: 'Latency' }).check({ force: true });
  const parts = Object.keys(await figuresIn(dock.getByRole('table', { name: 'Latency' })));
  expect(parts).toEqual(
    expect.arrayContaining(['Name look-up', 'Pod → node', 'Node → Pod', 'Whole request']),
  );
});

test('a request that is tried again says so, in the table and in the packet’s panel', async ({
  playground,
}) => {
  await playground.open({ scene: 'empty' });
  await playground.applyAndSettle(town('PerRequest', 3));
  await playground.advance(30_000);
  const { dock, inspector } = playground;
  await dock.getByRole('tab', { name: 'Packets', exact: true }).click();
  await dock.getByRole('searchbox', { name: 'Filter packets' }).fill('Answered, 2nd try');
  const row = dock.getByRole('row').filter({ hasText: 'Answered, 2nd try' }).first();
  await row.getByRole('button', { name: /^Follow request/ }).click();
  await expect(inspector.getByText(/^Try 2, the first was request \d+$/)).toBeVisible();
  await inspector
    .getByText(/^Try 2/)
    .getByRole('button')
    .click();
  await expect(inspector.getByText(/^Try 1, tried again with request \d+$/)).toBeVisible();
  await expect(inspector.getByRole('region', { name: 'Outcome' })).toContainText(
    'Connection refused, tried again',
  );
});
