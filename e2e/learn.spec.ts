/** Lessons as learners do them: two by mouse, one by keyboard alone; links, progress, and what axe says. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { LearnPanel } from './LearnPanel.ts';
import type { PlaygroundPage } from './PlaygroundPage.ts';
import { expect, test } from './test.ts';

const CLUSTER_IP = 'Microservices that need each other';
const NODE_PORT = 'A demo for people outside';

async function violations(page: Page): Promise<string[]> {
  // Colours that are still changing are nobody's colours.
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().map((animation) => animation.finished)),
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

/** Lets time pass until the goals hold. */
async function untilReached(playground: PlaygroundPage, { goals }: LearnPanel): Promise<void> {
  await expect(async () => {
    await playground.advance(2_000);
    await expect(goals).toContainText('Goal reached.', { timeout: 200 });
  }).toPass();
}

test('the ClusterIP lesson by mouse, one answer given on the canvas', async ({ playground, learn }) => {
  test.slow();
  await playground.open();
  await learn.openTab();
  await learn.open(CLUSTER_IP);

  await learn.isAt(1);
  await learn.predict(/The products/);
  await expect(learn.predictions).toContainText('That is not what happens.');
  await expect(learn.predictions).toContainText('each of them got a new name and a new address');
  await expect(learn.predictions.getByRole('list', { name: 'What the packet does' })).toContainText(
    'Timed out',
  );

  await learn.goOnTo(2);
  await learn.predict(/which is no Pod/);
  await expect(learn.predictions).toContainText('That is what happens.');

  await learn.goOnTo(3);
  await playground.card('Node node-b').click({ position: { x: 20, y: 12 } });
  await expect(learn.choice('On node-b')).toBeChecked();
  await playground.card('Node node-a').click({ position: { x: 20, y: 12 } });
  await expect(learn.choice(/On node-a/)).toBeChecked();
  await learn.check.click();
  await expect(learn.predictions).toContainText('That is what happens.');
  await learn.lesson.getByRole('button', { name: 'Watch it on the canvas' }).click();
  await expect(playground.inspector.getByRole('heading', { name: /^web-1 → / })).toBeVisible();

  await learn.goOnTo(4);
  await learn.predict('The products');

  await learn.goOnTo(5);
  await expect(learn.goals.getByRole('listitem')).toHaveCount(2);
  await playground.build.getByRole('tab', { name: 'Build' }).click();
  await expect(playground.build.getByRole('button', { name: /^Add / })).toHaveCount(1);
  await playground.build.getByRole('button', { name: 'Show all' }).click();
  expect(await playground.build.getByRole('button', { name: /^Add / }).count()).toBeGreaterThan(5);
  await playground.build.getByRole('tab', { name: 'Learn' }).click();
  await learn.runSolution();
  await untilReached(playground, learn);

  await learn.goOnTo(6);
  await learn.predict(/does not find the cluster/);
  const summary = learn.lesson.getByRole('region', { name: 'What to keep' });
  await expect(summary).toContainText('Pods are replaced by others');
  await expect(summary).toContainText('All steps are done.');
  await expect(summary.getByRole('link', { name: /documentation/ })).toHaveAttribute(
    'href',
    /^https:\/\/kubernetes\.io\//,
  );
  await summary.getByRole('button', { name: 'All lessons' }).click();
  await expect(learn.entry(CLUSTER_IP)).toContainText('Done');
  await expect(playground.card('Service shop')).toBeVisible();
});

test('the NodePort lesson by mouse, its goal reached in the inspector', async ({ playground, learn }) => {
  test.slow();
  await playground.open({ lesson: 'node-port' });
  await learn.isAt(1);
  await learn.predict(/The machine refuses/);

  await learn.goOnTo(2);
  await playground.select('Service demo');
  await playground.inspector.getByRole('combobox', { name: 'type' }).selectOption('NodePort');
  await expect(learn.goals).toContainText('Met: The Service is of type NodePort');
  const nodePort = playground.inspector.getByRole('textbox', { name: /nodePort/ });
  await nodePort.fill('30080');
  await playground.press('Enter');
  await expect(learn.goals).toContainText('Met: Its node port is 30080');
  await playground.inspector.getByRole('button', { name: 'Send' }).click();
  await untilReached(playground, learn);

  await learn.goOnTo(3);
  await learn.predict('The demo answers');
  await learn.goOnTo(4);
  await learn.predict(/that is node-b/);
  await learn.goOnTo(5);
  await learn.predict(/By that name the port is still 80/);
  await expect(learn.lesson.getByRole('region', { name: 'What to keep' })).toContainText(
    'All steps are done.',
  );
});

test('a broken cluster repaired by mouse', async ({ playground, learn }) => {
  test.slow();
  await playground.open();
  await learn.openTab();
  await learn.open('Since version 2 every second visit fails');
  await learn.predict(/About half of the visits/);
  await expect(learn.predictions).toContainText('One of the 40 requests');

  await learn.goOnTo(2);
  await playground.select('Service shop');
  await playground.inspector.getByRole('textbox', { name: 'targetPort' }).fill('http');
  await playground.press('Enter');
  await playground.advance(30_000);
  await untilReached(playground, learn);

  await learn.goOnTo(3);
  await expect(learn.lesson.getByRole('region', { name: 'What to keep' })).toBeVisible();
});

test('a lesson by keyboard alone', async ({ page, playground, learn }) => {
  test.slow();
  await playground.open();
  await playground.tabTo(playground.build.getByRole('tab', { selected: true }));
  await playground.press('Home');
  await expect(learn.course).toBeVisible();
  await playground.tabTo(learn.entry(NODE_PORT));
  await playground.press('Enter');
  await learn.isAt(1);

  const answer = async (presses: number) => {
    await playground.tabTo(learn.predictions.getByRole('radio').first());
    await playground.press(...Array<string>(presses).fill('ArrowDown'), 'Space', 'Enter');
    await expect(learn.check).toBeHidden();
  };
  await answer(1);
  await expect(page.locator('*:focus')).toHaveText('That is what happens.');

  await playground.press('Alt+PageDown');
  await learn.isAt(2);
  await expect(learn.heading).toBeFocused();
  await playground.tabTo(page.getByRole('textbox', { name: 'Terminal input' }));
  await page.keyboard.type(
    'kubectl patch service demo -p \'{"spec":{"type":"NodePort","ports":[{"port":80,"nodePort":30080}]}}\'',
  );
  await playground.press('Enter');
  await page.keyboard.type('curl -s http://192.168.1.12:30080/');
  await playground.press('Enter');
  await untilReached(playground, learn);

  await learn.next.focus();
  await playground.press('Enter');
  await learn.isAt(3);
  await answer(2);
  await playground.press('Alt+PageDown');
  await learn.isAt(4);
  await answer(0);
  await expect(learn.predictions).toContainText('That is not what happens.');
  await playground.press('Alt+PageDown');
  await learn.isAt(5);
  await answer(1);
  await expect(learn.lesson.getByRole('region', { name: 'What to keep' })).toContainText(
    'All steps are done.',
  );
  await playground.press('Alt+PageUp');
  await learn.isAt(4);
});

test('what the text names stands out on the canvas', async ({ playground, learn }) => {
  await playground.open({ lesson: 'node-port' });
  const link = learn.lesson.getByRole('link', { name: 'node-a', exact: true });
  await link.hover();
  await expect(playground.card('Node node-a')).toHaveClass(/kh-pointed/);
  await learn.heading.hover();
  await expect(playground.card('Node node-a')).not.toHaveClass(/kh-pointed/);
  await learn.lesson.getByRole('link', { name: 'Service', exact: true }).click();
  await expect(playground.inspector.getByRole('heading', { name: 'demo' })).toBeVisible();
  await playground.press('Escape');
  await playground.deleteFromList('Service demo');
  await expect(learn.lesson.getByRole('link', { name: 'Service', exact: true })).toHaveCount(0);
  await expect(learn.lesson).toContainText('has a Service inside the cluster');
});

test('a step has an address, and a reload goes on there', async ({ page, playground, learn }) => {
  await playground.open({ lesson: 'node-port', step: 'path' });
  await learn.isAt(4);
  await expect(playground.card('Service demo')).toContainText('80:30080');
  await learn.predict(/that is node-b/);
  await learn.goOnTo(5);
  expect(new URL(page.url()).searchParams.get('step')).toBe('inside');
  await page.reload();
  await playground.waitUntilOpen();
  await learn.isAt(5);
  await learn.leave.click();
  await expect(learn.entry(NODE_PORT)).toContainText('Begun');
  expect(new URL(page.url()).searchParams.has('lesson')).toBe(false);
  await learn.panel.getByRole('button', { name: 'Continue' }).click();
  await learn.isAt(5);
});

test('progress is taken out, forgotten and taken in again', async ({ page, playground, learn }) => {
  await playground.open({ lesson: 'node-port' });
  await learn.predict(/The machine refuses/);
  await learn.leave.click();
  const menu = learn.panel.getByRole('button', { name: 'Progress' });
  await menu.click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Export progress' }).click(),
  ]);
  await menu.click();
  await page.getByRole('menuitem', { name: 'Reset progress' }).click();
  await page.getByRole('button', { name: 'Forget it' }).click();
  await expect(learn.entry(NODE_PORT)).not.toContainText('Begun');
  await menu.click();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('menuitem', { name: 'Import progress' }).click(),
  ]);
  await chooser.setFiles(await file.path());
  await expect(learn.entry(NODE_PORT)).toContainText('Begun');
});

for (const theme of ['light', 'dark']) {
  test(`axe finds nothing in the Learn panel, ${theme}`, async ({ page, playground, learn }) => {
    test.slow();
    await playground.open({ theme });
    await learn.openTab();
    expect(await violations(page), 'the course').toEqual([]);
    await learn.open(NODE_PORT);
    expect(await violations(page), 'a question').toEqual([]);
    await learn.predict(/The demo answers/);
    expect(await violations(page), 'a wrong answer').toEqual([]);
    await learn.goOnTo(2);
    await learn.runSolution();
    expect(await violations(page), 'a goal with hints').toEqual([]);
    await untilReached(playground, learn);
    expect(await violations(page), 'a goal that is reached').toEqual([]);
    await learn.lesson.getByRole('button', { name: /^Step 5/ }).click();
    await learn.predict(/By that name/);
    expect(await violations(page), 'the summary').toEqual([]);
  });
}

test('on a phone the lesson is a sheet below the canvas', async ({ page, playground, learn }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await playground.open({ lesson: 'node-port' });
  await expect(learn.heading).toBeVisible();
  await expect(playground.card('Node node-a')).toBeInViewport();
  await learn.predict(/The machine refuses/);
  expect(await violations(page)).toEqual([]);
  await learn.lesson.getByRole('button', { name: 'Watch it on the canvas' }).click();
  await expect(learn.panel).toBeHidden();
  await page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: 'Learn' }).click();
  await expect(learn.predictions).toContainText('That is what happens.');
});
