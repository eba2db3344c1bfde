/** A cluster is built from an empty canvas: by mouse alone, and again by keyboard alone. */
import { pod, service, twoNodes } from './manifests.ts';
import { expect, test } from './test.ts';

test.beforeEach(async ({ playground }) => {
  await playground.open({ scene: 'empty' });
});

test('by mouse alone', async ({ playground }) => {
  const { canvas } = playground;
  await playground.drop('Node', canvas, { x: 380, y: 300 });
  await playground.drop('Node', canvas, { x: 690, y: 300 });
  await playground.drop('LoadBalancer', canvas, { x: 480, y: 60 });
  await playground.drop('Pod', playground.card('Node node-a'));
  await playground.drop('Pod', playground.card('Node node-b'));
  await playground.drop('Client', canvas, { x: 70, y: 480 });
  await playground.advance(15_000);
  await expect(playground.card('Service shop')).toHaveAccessibleName(/2 of 2 endpoints ready/);
  const pods = await playground.namesOf('Pod');

  await playground.connect('Client visitor', 'Service shop');
  expect(await playground.namesOf('Traffic')).toHaveLength(1);
  const before = await playground.runUntilEnded(12);
  expect(new Set(before.map(({ outcome }) => outcome))).toEqual(new Set(['Answered']));
  expect(new Set(before.map(({ answeredBy }) => answeredBy))).toEqual(new Set(pods));

  // The Pod of node-a goes to node-b, and traffic finds it there.
  const moved = pods[0]!;
  await expect(playground.card(`Pod ${moved}`)).toHaveAccessibleName(/10\.244\.1\.\d+, ready/);
  await playground.drag(playground.card(`Pod ${moved}`), playground.card('Node node-b'));
  await playground.advance(15_000);
  await expect(playground.card(`Pod ${moved}`)).toHaveAccessibleName(/10\.244\.2\.\d+, ready/);
  const after = await playground.runUntilEnded((await playground.requests()).length + 12);
  expect(new Set(after.slice(-12).map(({ answeredBy }) => answeredBy))).toEqual(new Set(pods));

  await test.step('every gesture taught its command', async () => {
    await playground.dock.getByRole('tab', { name: 'Terminal' }).click();
    await expect(playground.dock).toContainText('kubectl run shop');
    await expect(playground.dock).toContainText('kubectl delete pod');
  });
});

test('a wire from a Service to a Pod sets the labels that its selector wants', async ({ playground }) => {
  await playground.applyAndSettle(
    twoNodes +
      pod('other', 'other', 'node-a') +
      service('web', 'selector: {app: web}, ports: [{port: 80, targetPort: 8080}]'),
  );
  await expect(playground.card('Service web')).toHaveAccessibleName(/0 of 0 endpoints ready/);
  await playground.zoomToFit();
  await playground.connect('Service web', 'Pod other');
  await playground.advance(5_000);
  await expect(playground.card('Service web')).toHaveAccessibleName(/1 of 1 endpoint ready/);
  expect(await playground.objectText('Pod', 'other')).toContain('"app":"web"');
  await playground.dock.getByRole('tab', { name: 'Terminal' }).click();
  await expect(playground.dock).toContainText('kubectl label pod other app=web --overwrite');
});

test('by keyboard alone', async ({ page, playground }) => {
  const add = async (item: string) => {
    await playground.press('a');
    await playground.tabTo(playground.build.getByRole('button', { name: `Add ${item}`, exact: true }));
    await playground.press('Enter');
  };
  const enterCanvas = () =>
    playground.tabTo(playground.canvas.getByRole('button').and(page.locator('[tabindex="0"]')));

  await add('Node');
  await add('Node');
  await add('Pod');
  await add('ClusterIP');
  await add('Deployment');
  await playground.advance(15_000);
  const bare = 'Pod shop';
  const home = (await playground.addressOf(bare)).startsWith('10.244.1.') ? 'node-a' : 'node-b';
  const [away, awayNet] = home === 'node-a' ? ['node-b', '10.244.2.'] : ['node-a', '10.244.1.'];

  await test.step('connect the Pod to the Service: traffic', async () => {
    await enterCanvas();
    await playground.walkTo(bare);
    await playground.press('c');
    await expect(page.getByText(/^Connect from Pod shop/)).toBeVisible();
    await playground.walkTo('Service shop');
    await playground.press('Enter');
    expect(await playground.namesOf('Traffic')).toHaveLength(1);
    const answered = await playground.runUntilEnded(3);
    expect(new Set(answered.map(({ outcome }) => outcome))).toEqual(new Set(['Answered']));
  });

  await test.step('move the Pod to the other Node', async () => {
    await enterCanvas();
    await playground.walkTo(bare);
    await playground.press('m');
    await playground.walkTo(`Node ${away}`);
    await playground.press('Enter');
    await playground.advance(15_000);
    await expect(playground.card(bare)).toHaveAccessibleName(new RegExp(`${awayNet}\\d+, ready`));
  });

  await test.step('rename and delete', async () => {
    await playground.walkTo('Service shop');
    await playground.press('F2');
    await page.keyboard.type('store');
    await playground.press('Enter');
    await expect(playground.card('Service store')).toBeVisible();
    await playground.walkTo('Deployment shop');
    await playground.press('Enter');
    await playground.walkTo('Deployment shop');
    await playground.press('Delete');
    await expect(playground.card('Deployment shop')).toBeHidden();
    // The focus is not lost with the card.
    await playground.walkTo('Service store');
  });
});
