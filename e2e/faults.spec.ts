/** What is broken by hand goes wrong as it really does, for as long as it really does, and can be mended. */
import { AxeBuilder } from '@axe-core/playwright';
import { pod, service, traffic, twoNodes, visitor } from './manifests.ts';
import type { PlaygroundPage } from './PlaygroundPage.ts';
import { expect, test } from './test.ts';

const ADDRESS = '10.96.0.20';
const tester = pod('tester', 'tester', 'node-a');
const web = service(
  'web',
  `clusterIP: ${ADDRESS}, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]`,
);

/** Chooses an entry of a card's menu, opened by the keyboard. */
async function choose(playground: PlaygroundPage, card: string, entry: string): Promise<void> {
  const { page } = playground;
  await playground.card(card).focus();
  await playground.press('Shift+F10');
  const menu = page.getByRole('menu', { name: card });
  await expect(menu).toBeVisible();
  await menu
    .getByRole('menuitem', { name: entry })
    .or(menu.getByRole('menuitemcheckbox', { name: entry }))
    .click();
  await expect(menu).toBeHidden();
}

/** Lets time pass, and tells how the requests that began and ended in it ended, and which Pod had them last. */
async function outcomesIn(playground: PlaygroundPage, ms: number): Promise<string[]> {
  return playground.page.evaluate((ms) => {
    const { playground, advance, state } = window.kubehop!;
    const began = state().clock.now;
    const told: string[] = [];
    const pods = new Map<number, string>();
    const stop = playground.onEvents((events) => {
      for (const event of events) {
        if (event.type === 'PacketEnd' && event.packetKind === 'request')
          pods.set(event.requestId, event.place.startsWith('Pod/') ? event.place.split('/').at(-1)! : '');
        if (event.type === 'RequestEnd' && event.startedAt >= began)
          told.push(`${event.outcome} ${pods.get(event.requestId) ?? ''}`.trim());
      }
    });
    advance(ms);
    stop();
    return told;
  }, ms);
}

const fast = (text: string) =>
  text.replace('requestsPerSecond: 0.5', 'requestsPerSecond: 2\n  timeoutSeconds: 5');

test.beforeEach(async ({ playground }) => {
  await playground.open({ scene: 'empty' });
});

test('a Pod that hangs costs exactly its own requests, until its liveness probe restarts it', async ({
  playground,
}) => {
  const probed = pod('web-a', 'web', 'node-a').replace(
    '      ports:',
    '      livenessProbe: {httpGet: {port: 8080}, periodSeconds: 10, failureThreshold: 3}\n      ports:',
  );
  await playground.applyAndSettle(twoNodes + tester + probed + pod('web-b', 'web', 'node-b') + web);
  await playground.apply(fast(traffic('Pod/tester', `http://${ADDRESS}/`)));
  expect(new Set(await outcomesIn(playground, 20_000))).toEqual(
    new Set(['answered web-a', 'answered web-b']),
  );

  await choose(playground, 'Pod web-a', 'Hang');
  await expect(playground.card('Pod web-a')).toHaveAccessibleName(/hangs/);
  const outcomes = await outcomesIn(playground, 20_000);
  expect(new Set(outcomes)).toEqual(new Set(['answered web-b', 'timedOut web-a']));

  await playground.advance(20_000);
  expect(await playground.objectText('Pod', 'web-a')).toContain('"restartCount":1');
  await choose(playground, 'Pod web-a', 'Stop hanging');
  await playground.advance(5_000);
  expect(new Set(await outcomesIn(playground, 20_000))).toEqual(
    new Set(['answered web-a', 'answered web-b']),
  );
});

test('a Node without power loses packets until it is NotReady; then others serve, and 300 s later they are replaced', async ({
  playground,
}) => {
  const deployment = `
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: main, image: nginx, ports: [{containerPort: 8080}]}]}
`;
  await playground.applyAndSettle(twoNodes + tester + deployment + web);
  await playground.apply(fast(traffic('Pod/tester', `http://${ADDRESS}/`)));
  await choose(playground, 'Node node-b', 'Power off');

  await expect(playground.card('Node node-b')).toHaveAccessibleName(/, no power,.*NotReady 40 to 55 s after/);
  const lost = await outcomesIn(playground, 36_000);
  expect(lost.some((outcome) => outcome === 'timedOut')).toBe(true);
  expect(lost.some((outcome) => outcome.startsWith('answered'))).toBe(true);

  await playground.advance(22_000);
  await expect(playground.card('Node node-b')).toHaveAccessibleName(/, not ready, no power,/);
  const served = await outcomesIn(playground, 30_000);
  expect(served.length).toBeGreaterThan(30);
  expect(served.every((outcome) => outcome.startsWith('answered'))).toBe(true);
  expect(await playground.namesOf('Pod')).toHaveLength(3);

  await playground.advance(300_000);
  expect(await playground.namesOf('Pod')).toHaveLength(4);
  await choose(playground, 'Node node-b', 'Power on');
  await playground.advance(20_000);
  expect(await playground.namesOf('Pod')).toHaveLength(3);
  await expect(playground.card('Node node-b')).toHaveAccessibleName(/, ready,/);
});

test('without kube-proxy a Node keeps its old rules', async ({ playground }) => {
  await playground.applyAndSettle(twoNodes + tester + pod('web-a', 'web', 'node-a') + web);
  await choose(playground, 'Node node-a', 'Stop kube-proxy');
  await expect(playground.card('Node node-a')).toHaveAccessibleName(/, kube-proxy stopped,/);
  await playground.apply(pod('web-b', 'web', 'node-b'));
  await playground.advance(10_000);
  await playground.apply(fast(traffic('Pod/tester', `http://${ADDRESS}/`)));
  expect(new Set(await outcomesIn(playground, 15_000))).toEqual(new Set(['answered web-a']));

  await choose(playground, 'Node node-a', 'Start kube-proxy');
  await playground.advance(2_000);
  expect(new Set(await outcomesIn(playground, 15_000))).toEqual(
    new Set(['answered web-a', 'answered web-b']),
  );
});

test('without CoreDNS names fail and addresses work; the command palette stops and starts it', async ({
  playground,
}) => {
  const { page } = playground;
  const choosePaletteEntry = async (name: string) => {
    await playground.press('Control+k');
    await page.getByRole('combobox', { name: 'Search actions' }).fill(name);
    await page.getByRole('option', { name }).click();
  };
  await playground.applyAndSettle(twoNodes + tester + pod('web-a', 'web', 'node-a') + web);
  await choosePaletteEntry('Stop CoreDNS');
  await expect(page.getByText('No name is found in Pods', { exact: false })).toBeVisible();
  await playground.advance(10_000);

  await playground.apply(fast(traffic('Pod/tester', 'http://web/')));
  expect(new Set(await outcomesIn(playground, 10_000))).toEqual(new Set(['nameNotFound']));
  await playground.apply(fast(traffic('Pod/tester', `http://${ADDRESS}/`)));
  expect(new Set(await outcomesIn(playground, 10_000))).toEqual(new Set(['answered web-a']));

  await choosePaletteEntry('Start CoreDNS');
  await playground.advance(10_000);
  await playground.apply(fast(traffic('Pod/tester', 'http://web/')));
  expect(new Set(await outcomesIn(playground, 20_000))).toEqual(new Set(['answered web-a']));
});

test('a selector broken with one press is printed as kubectl, and undone', async ({ playground }) => {
  await playground.applyAndSettle(twoNodes + visitor + pod('web-a', 'web', 'node-a') + web);
  await playground.card('Service web').click({ button: 'right' });
  const menu = playground.page.getByRole('menu', { name: 'Service web' });
  await expect(
    playground.page.getByText('It selects no Pod: new connections are refused at once.'),
  ).toBeVisible();
  await menu.getByRole('menuitem', { name: 'Break its selector' }).click();
  await playground.advance(2_000);
  await expect(playground.card('Service web')).toHaveAccessibleName(/0 of 0 endpoints ready/);
  await playground.dock.getByRole('tab', { name: 'Terminal' }).click();
  await expect(playground.dock).toContainText(`kubectl patch service web -p '{"spec":{"selector":{"app":`);
  await playground.topBar.getByRole('button', { name: /^Undo/ }).click();
  await playground.advance(2_000);
  await expect(playground.card('Service web')).toHaveAccessibleName(/1 of 1 endpoint ready/);
});

test('the inspector tells of each fault what works, what fails and how long it lasts', async ({
  playground,
}) => {
  await playground.applyAndSettle(twoNodes + pod('web-a', 'web', 'node-a'));
  await playground.select('Pod web-a');
  const faults = playground.inspector.locator('details', { hasText: 'Faults' });
  await faults.getByText('Faults', { exact: true }).click();
  await faults.getByRole('button', { name: 'Crash again and again' }).click();
  await expect(faults.getByText('1 on')).toBeVisible();
  await expect(faults).toContainText('after 10, 20, 40, 80, 160 and 300');
  await playground.advance(20_000);
  await expect(playground.inspector).toContainText('its process ends by itself, with exit code 1');
  await faults.getByRole('button', { name: 'Stop crashing' }).click();
  await playground.advance(60_000);
  expect(await playground.objectText('Pod', 'web-a')).toContain('"running"');
});

for (const theme of ['light', 'dark'])
  test(`axe finds nothing in the menu of a card, beside a Node without power, ${theme}`, async ({
    page,
    playground,
  }) => {
    test.slow();
    await playground.open({ scene: 'shop', theme });
    await choose(playground, 'Node node-b', 'Power off');
    await playground.advance(70_000);
    await playground.card('Node node-a').focus();
    await playground.press('Shift+F10');
    await expect(page.getByRole('menu', { name: 'Node node-a' })).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
    expect(found).toEqual([]);
  });
