/** Following one packet: by keyboard alone with what a screen reader hears, hop by hop and back, and breakpoints. */
import type { Page } from '@playwright/test';
import { expect, test } from './test.ts';

/** One Pod that asks a Service behind which there are a ready, an unready, and another ready Pod. */
const CLUSTER = `
{ apiVersion: v1, kind: Node, metadata: { name: node-a } }
---
{ apiVersion: v1, kind: Node, metadata: { name: node-b } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: default }
spec: { nodeName: node-a, containers: [{ name: web, image: nginx }] }
---
apiVersion: v1
kind: Pod
metadata: { name: shop-1, namespace: default, labels: { app: shop } }
spec: { nodeName: node-b, containers: [{ name: shop, image: nginx, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: shop-2, namespace: default, labels: { app: shop }, annotations: { kubehop.dev/ready: "false" } }
spec: { nodeName: node-b, containers: [{ name: shop, image: nginx, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: shop, namespace: default }
spec: { selector: { app: shop }, ports: [{ port: 80, targetPort: 8080 }] }
---
apiVersion: kubehop.dev/v1alpha1
kind: Traffic
metadata: { name: web-to-shop, namespace: default }
spec: { from: { kind: Pod, name: web, namespace: default }, service: { name: shop }, requestsPerSecond: 0.2 }
`;

const narration = (page: Page) => page.getByRole('status', { name: 'Narration' });

test('by keyboard alone: one request from its name look-up to its answer, and back', async ({
  page,
  playground,
}) => {
  test.slow();
  await playground.open({ scene: 'empty' });
  await playground.applyAndSettle(CLUSTER);
  await playground.press('F');
  for (let turns = 0; turns < 60 && !(await narration(page).innerText()).includes('web asks'); turns++)
    await playground.advance(100);
  await expect(narration(page)).toContainText('web asks for http://shop');
  await playground.press('Space');

  const heard: string[] = [await narration(page).innerText()];
  for (let steps = 0; steps < 60 && !heard.at(-1)!.includes('Answered by shop-1'); steps++) {
    await playground.press('.');
    await expect(narration(page)).not.toHaveText(heard.at(-1)!);
    heard.push(await narration(page).innerText());
  }
  const coreDNS = '(coredns-[-a-z0-9]+)';
  const chapters = [
    /^web asks for http:\/\/shop\/\. web asks the cluster DNS: What is the address of shop\.default\.svc\.cluster\.local\?/,
    `^kube-proxy on node-a rewrites it: 2 ready endpoints, each with probability 1/2\\. It picked kube-system/${coreDNS}`,
    `^node-[ab] hands it to ${coreDNS}|^node-a passes it on`,
    `^CoreDNS in ${coreDNS} answers: shop\\.default\\.svc\\.cluster\\.local is 10\\.96\\.\\d+\\.\\d+\\.$`,
    /conntrack on node-a translates it back: The connection was opened to 10\.96\.0\.10:53/,
    /^web has the answer: .+ web sends a request: It is addressed to 10\.96\.\d+\.\d+:80, where Service shop is reached\.$/,
    /^kube-proxy on node-a rewrites it: 1 ready endpoint: default\/shop-1 on node-b\. Left out: shop-2, not ready\.$/,
    /^node-b hands it to shop-1: 10\.244\.2\.\d+ is a Pod on node-b; nothing is rewritten\.$/,
    /^shop-1 takes it in: A process listens on port 8080\. .+ shop-1 sends its answer/,
    /^node-b passes it on to node-a/,
    /^conntrack on node-a translates it back: The connection was opened to 10\.96\.\d+\.\d+:80/,
    /^web has its answer: .+ Answered by shop-1; it saw the request come from 10\.244\.1\.\d+\.$/,
  ];
  let place = -1;
  for (const chapter of chapters) {
    place = heard.findIndex((sentence, index) => index > place && new RegExp(chapter).test(sentence));
    expect(place, `${chapter} in\n${heard.join('\n')}`).toBeGreaterThanOrEqual(0);
  }

  // Back by hop: the same sentences in the other direction.
  await playground.press(',');
  await expect(narration(page)).toHaveText(/^Back at .+ conntrack on node-a translates it back/);
  await playground.press(',');
  await expect(narration(page)).toHaveText(/^Back at .+ node-b (passes|sends)/);
  await expect(playground.inspector.getByRole('tab', { name: 'Packet' })).toHaveAttribute(
    'aria-selected',
    'true',
  );

  await playground.press('Escape');
  await expect(playground.inspector.getByRole('heading', { name: 'Follow a request' })).toBeVisible();
});

test('with “stop at each hop” the clock stops at every hop of the followed packet', async ({
  playground,
}) => {
  await playground.open({ scene: 'empty' });
  await playground.applyAndSettle(CLUSTER);
  await playground.press('F', 'h');
  const play = playground.transport.getByRole('button', { name: 'Play', exact: true });
  let stops = 0;
  for (let turns = 0; turns < 200 && stops < 5; turns++) {
    await playground.advance(200);
    if (!(await play.isVisible())) continue;
    stops++;
    await expect(playground.inspector.locator('[aria-current=step]').last()).toBeVisible();
    await playground.press('Space');
  }
  expect(stops).toBe(5);
  await expect(playground.inspector.getByRole('switch', { name: 'Stop at each hop' })).toBeChecked();
});

test('who was chosen, who could have been, and who could not, at the packet and in the inspector', async ({
  page,
  playground,
}) => {
  await playground.open({ scene: 'empty' });
  await playground.applyAndSettle(CLUSTER);
  await playground.press('F');
  await playground.transport.getByRole('button', { name: /^Breakpoints/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Breakpoints' });
  await dialog
    .getByRole('combobox', { name: 'A packet goes to the Service' })
    .selectOption({ label: 'shop' });
  await expect(dialog.getByRole('checkbox', { name: /a packet to Service shop/ })).toBeChecked();
  await playground.press('Escape');
  await playground.advance(20_000);
  await expect(playground.inspector.getByText('Stopped: a packet to Service shop')).toBeVisible();
  await expect(narration(page)).toContainText(
    'Stopped at a breakpoint, a packet to Service shop. web sends a request',
  );
  await playground.press('.');
  const chosen = playground.inspector.getByRole('list', { name: 'Candidates' }).last();
  await expect(chosen.getByRole('listitem')).toHaveText([/shop-1\s*the only one left/, /shop-2\s*not ready/]);
  await expect(page.locator('.kh-candidates')).toContainText('shop-2 not ready');
});

test('breakpoints: a bad expression says why, a drop stops the clock, a Service is stopped at from its form', async ({
  page,
  playground,
}) => {
  await playground.open({ scene: 'shop' });
  await playground.transport.getByRole('button', { name: /^Breakpoints/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Breakpoints' });
  const expression = dialog.getByRole('combobox', { name: 'Expression over the header' });
  await expression.fill('colour == red');
  await playground.press('Enter');
  await expect(dialog.getByText('There is no field “colour”.')).toBeVisible();
  await expression.fill('tcp.dstport == 8080 && node == node-b');
  await playground.press('Enter');
  await expect(expression).toHaveValue('');
  await playground.press('Escape');

  await playground.advance(20_000);
  await expect(narration(page)).toContainText(
    'Stopped at a breakpoint, tcp.dstport == 8080 && node == node-b.',
  );
  await playground.transport.getByRole('button', { name: /^Breakpoints/ }).click();
  await expect(dialog.getByText('stopped here')).toBeVisible();
  await dialog.getByRole('button', { name: /^Remove/ }).click();
  await dialog.getByRole('checkbox', { name: 'a packet is dropped' }).check();
  await playground.press('Escape');

  await page.evaluate(() =>
    window.kubehop!.dispatch([
      { type: 'send', request: { from: 'Client.kubehop.dev//visitor', url: 'http://10.96.77.77' } },
      { type: 'play' },
    ]),
  );
  await playground.advance(20_000);
  await expect(narration(page)).toContainText('Stopped at a breakpoint, a packet is dropped.');
  await expect(playground.inspector.getByText('Stopped: a packet is dropped')).toBeVisible();

  await playground.select('Service shop');
  const stop = playground.inspector.getByRole('button', { name: 'Stop at packets to this Service' });
  await stop.click();
  await expect(stop).toHaveAttribute('aria-pressed', 'true');
  await stop.click();
  await expect(stop).toHaveAttribute('aria-pressed', 'false');
});
