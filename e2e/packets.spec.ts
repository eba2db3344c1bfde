/** The table of packets as an analyser's: filtered, followed, taken away; and the tables of the nodes that the packets hit. */
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { expect, test } from './test.ts';

test('packets are filtered as in Wireshark, and a mistake is said in words', async ({ playground }) => {
  await playground.open({ scene: 'shop' });
  await playground.advance(20_000);
  const { dock } = playground;
  await dock.getByRole('tab', { name: 'Packets', exact: true }).click();
  await dock.getByRole('radio', { name: 'Packets' }).check();
  const table = dock.getByRole('table', { name: 'Latest packets, newest first' });
  const filter = dock.getByRole('searchbox', { name: 'Filter packets' });
  const protocols = () =>
    table
      .locator('tbody tr')
      .evaluateAll((rows) => [
        ...new Set(rows.map((row) => row.querySelectorAll('td')[3]?.textContent ?? '')),
      ]);

  await filter.fill('dns');
  await expect.poll(protocols).toEqual(expect.arrayContaining(['DNS query', 'DNS answer']));
  expect((await protocols()).filter((protocol) => !protocol.startsWith('DNS'))).toEqual([]);
  await filter.fill('http && ip.dst == 10.244.0.0/16');
  await expect.poll(protocols).toContain('HTTP');
  await filter.fill('ip.dest == 10.96.0.10');
  await expect(filter).toHaveAccessibleDescription('There is no field “ip.dest”.');
});

test('a press on a row goes to the moment at which its request ended, and follows it', async ({
  playground,
}) => {
  await playground.open({ scene: 'shop' });
  await playground.advance(10_000);
  const before = await playground.now();
  await playground.requests('answered');
  await playground.followOldest();
  await expect(playground.inspector.getByText(/^Request \d+, ended$/)).toBeVisible();
  expect(await playground.now()).toBeLessThan(before);
  await expect(playground.transport.getByRole('button', { name: 'Play' })).toBeVisible();
});

test('requests are taken away as comma-separated values, and as a capture that tshark reads', async ({
  page,
  playground,
}) => {
  await playground.open({ scene: 'shop' });
  await playground.advance(20_000);
  const { dock } = playground;
  await dock.getByRole('tab', { name: 'Packets', exact: true }).click();
  await dock.getByRole('searchbox', { name: 'Filter packets' }).fill('answered');

  const [csv] = await Promise.all([
    page.waitForEvent('download'),
    dock.getByRole('button', { name: 'CSV' }).click(),
  ]);
  const lines = (await readFile((await csv.path())!, 'utf8')).trimEnd().split('\r\n');
  expect(lines[0]).toContain('time in s,request,from,to');
  expect(lines.slice(1).every((line) => line.includes(',Answered,'))).toBe(true);

  const [capture] = await Promise.all([
    page.waitForEvent('download'),
    dock.getByRole('button', { name: 'pcapng' }).click(),
  ]);
  expect(capture.suggestedFilename()).toBe('kubehop.pcapng');
  const file = (await capture.path())!;
  expect([...(await readFile(file)).subarray(0, 4)]).toEqual([0x0a, 0x0d, 0x0d, 0x0a]);
  const tshark = spawnSync('tshark', ['-r', file], { encoding: 'utf8' });
  test.skip(tshark.status === null, 'skipped: tshark is not installed');
  expect(tshark.status).toBe(0);
  expect(tshark.stdout).toContain('HTTP/1.1 200 OK');
});

test('the rules of a node mark the row that the followed packet hit, and count', async ({ playground }) => {
  await playground.open({ scene: 'shop' });
  await playground.advance(10_000);
  const { dock, inspector } = playground;
  await playground.requests('service == shop');
  await playground.followOldest();
  await inspector.getByText('kube-proxy rule').filter({ visible: true }).first().click();
  await inspector
    .getByRole('button', { name: /^Show among all rows of node-/ })
    .filter({ visible: true })
    .first()
    .click();
  const rows = dock.getByRole('table', { name: /^Rules of node-/ });
  const hit = rows.locator('tr[aria-current]');
  await expect(hit).toHaveCount(1);
  await expect(hit).toContainText('-A KUBE-');
  await expect(hit.getByLabel('Hit by the followed request')).toBeVisible();
  await expect(hit.locator('td').first()).toHaveText(/^\d+$/);

  await dock.getByRole('radio', { name: 'Connections' }).check();
  await dock.getByRole('radio', { name: 'Routes' }).check();
  await expect(dock.getByRole('table', { name: /^Routes of node-/ })).toContainText('dev veth-');
});
