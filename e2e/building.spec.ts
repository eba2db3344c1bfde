/** A cluster is built from an empty canvas: by mouse alone, and again by keyboard alone. */
import { expect, test } from './test.ts';

test.beforeEach(async ({ playground }) => {
  await playground.open({ scene: 'empty' });
});

test('by mouse alone', async ({ page, playground }) => {
  const { canvas } = playground;
  await playground.drop('Node', canvas, { x: 260, y: 300 });
  await playground.drop('Node', canvas, { x: 600, y: 300 });
  await playground.drop('Pod', playground.card('Node node-a'));
  await playground.drop('Pod', playground.card('Node node-b'));
  await playground.drop('LoadBalancer', canvas, { x: 430, y: 60 });
  await playground.drop('Client', canvas, { x: 60, y: 160 });
  await playground.advance(15_000);

  const [service] = await playground
    .namesOf('Service')
    .then((names) => names.filter((name) => name !== 'kubernetes'));
  const [client] = await playground.namesOf('Client');
  const pods = await playground.namesOf('Pod');
  expect(pods).toHaveLength(2);

  await playground.connect(`Client ${client}`, `Service ${service}`);
  expect(await playground.namesOf('Traffic')).toHaveLength(1);
  for (const pod of pods) await playground.connect(`Service ${service}`, `Pod ${pod}`);
  await playground.advance(10_000);
  await expect(playground.card(`Service ${service}`)).toHaveAccessibleName(/2 of 2 endpoints ready/);

  const answered = await playground.runUntilEnded(12);
  expect(new Set(answered.slice(-6).map(({ outcome }) => outcome))).toEqual(new Set(['Answered']));
  expect(new Set(answered.map(({ answeredBy }) => answeredBy).filter((name) => name !== ''))).toEqual(
    new Set(pods),
  );

  // The first Pod was dropped on node-a: now it goes to the other Node, and traffic still finds it.
  const moved = pods[0]!;
  await expect(playground.card(`Pod ${moved}`)).toHaveAccessibleName(/10\.244\.1\.\d+/);
  await playground.drag(playground.card(`Pod ${moved}`), playground.card('Node node-b'));
  await playground.advance(15_000);
  await expect(playground.card(`Pod ${moved}`)).toHaveAccessibleName(/10\.244\.2\.\d+, ready/);
  await expect(playground.card(`Service ${service}`)).toHaveAccessibleName(/2 of 2 endpoints ready/);

  // Every gesture taught its command.
  await playground.dock.getByRole('tab', { name: 'kubectl' }).click();
  await expect(playground.dock).toContainText('kubectl label pod');
  await expect(page.getByRole('alert')).toHaveText('');
});

test('by keyboard alone', async ({ page, playground }) => {
  const add = async (item: string) => {
    await playground.press('a');
    const button = playground.build.getByRole('button', { name: `Add ${item}`, exact: true });
    await playground.tabTo(button);
    await playground.press('Enter');
  };
  await page.locator('body').focus();
  await add('Node');
  await add('Node');
  await add('Pod');
  await add('ClusterIP');
  await add('Deployment');
  await playground.advance(15_000);

  const [service] = await playground
    .namesOf('Service')
    .then((names) => names.filter((name) => name !== 'kubernetes'));
  const [deployment] = await playground.namesOf('Deployment');
  const bare = await page.evaluate(() =>
    [...window.kubehop!.state().objects.values()]
      .filter((object) => object.kind === 'Pod' && object.metadata.ownerReferences === undefined)
      .map((object) => object.metadata.name),
  );
  const asker = `Pod ${bare[0]}`;

  const firstCard = playground.canvas.getByRole('button').and(page.locator('[tabindex="0"]'));
  await playground.tabTo(firstCard);
  await playground.walkTo(`Service ${service}`);
  await playground.press('c');
  await expect(page.getByText(/^Connect from Service/)).toBeVisible();
  await playground.walkTo(`Deployment ${deployment}`);
  await playground.press('Enter');
  await playground.advance(15_000);
  await expect(playground.card(`Service ${service}`)).toHaveAccessibleName(
    /[1-9]\d* of \d+ endpoints? ready/,
  );

  await playground.walkTo(asker);
  await playground.press('c');
  await playground.walkTo(`Service ${service}`);
  await playground.press('Enter');
  expect(await playground.namesOf('Traffic')).toHaveLength(1);
  const answered = await playground.runUntilEnded(3);
  expect(answered.at(-1)).toMatchObject({ outcome: 'Answered' });

  // The Pod goes to the other Node, too.
  const before = await playground.card(asker).getAttribute('aria-label');
  const target = before?.includes('10.244.1.') ? 'Node node-b' : 'Node node-a';
  await playground.tabTo(firstCard);
  await playground.walkTo(asker);
  await playground.press('m');
  await playground.walkTo(target);
  await playground.press('Enter');
  await playground.advance(15_000);
  await expect(playground.card(asker)).toHaveAccessibleName(
    before?.includes('10.244.1.') ? /10\.244\.2\./ : /10\.244\.1\./,
  );
});
