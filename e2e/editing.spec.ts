/** The inspector changes the cluster, and everything can be undone. */
import { pod, service, traffic, twoNodes, visitor } from './manifests.ts';
import { expect, test } from './test.ts';

const nodePort =
  'type: NodePort, selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]';

test('a field of the inspector changes where packets go', async ({ playground }) => {
  await playground.open({ scene: 'empty' });
  await playground.applyAndSettle(
    twoNodes + pod('web-b', 'web', 'node-b') + visitor + service('web', nodePort),
  );
  await playground.apply(traffic('Client/visitor', 'http://192.168.1.11:30080/'));
  const [first] = await playground.runUntilEnded(1);
  expect(first).toMatchObject({ outcome: 'Answered', sourceSeen: '192.168.1.11' });

  await playground.select('Service web');
  await playground.inspector.getByLabel('externalTrafficPolicy').selectOption('Local');
  await playground.advance(40_000);
  const requests = (await playground.requests()).filter(({ outcome }) => outcome !== 'In flight');
  expect(requests.at(-1)).toMatchObject({ outcome: 'Timed out' });

  await playground.dock.getByRole('tab', { name: 'Terminal' }).click();
  await expect(playground.dock).toContainText('kubectl patch service web');
});

test('a wrong value is refused in the words of the API server, and nothing changes', async ({
  playground,
}) => {
  await playground.open({ scene: 'empty' });
  await playground.apply(service('web', nodePort));
  await playground.select('Service web');
  const field = playground.inspector.getByLabel(/^nodePort/);
  await field.fill('80');
  await field.press('Enter');
  await expect(playground.inspector).toContainText('provided port is not in the valid range');
  expect(await playground.objectText('Service', 'web')).toContain('"nodePort":30080');
});

test('undo back to the empty canvas, and redo all of it', async ({ page, playground }) => {
  await playground.open({ scene: 'empty' });
  await playground.drop('Node', playground.canvas, { x: 300, y: 260 });
  await playground.drop('Pod', playground.card('Node node-a'));
  await playground.drop('ClusterIP', playground.canvas, { x: 300, y: 60 });
  await playground.advance(10_000);
  const cards = () =>
    playground.canvas
      .getByRole('button', { name: /^(Node|Pod|Service) (?!coredns)/ })
      .evaluateAll((cards) => cards.map((card) => card.getAttribute('aria-label')).sort());
  const built = await cards();
  expect(built).toHaveLength(3);

  const undo = playground.topBar.getByRole('button', { name: /^Undo/ });
  while (await undo.isEnabled()) await undo.click();
  await playground.advance(40_000);
  await expect.poll(cards).toEqual([]);

  await page.locator('body').press('ControlOrMeta+Shift+Z');
  const redo = playground.topBar.getByRole('button', { name: /^Redo/ });
  while (await redo.isEnabled()) await redo.click();
  await playground.advance(10_000);
  await expect.poll(async () => (await cards()).length).toBe(3);
  await expect(playground.card('Node node-a')).toBeVisible();
});
