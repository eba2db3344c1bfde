/** Embeds that readers may change: by mouse and by keyboard, alone and beside another one, in a page that has keys of its own. */
import type { Locator, Page } from '@playwright/test';
import { canvasOf, cardOf, embed, inlineYaml, one, openPage, SCRIPT } from './EmbeddingPage.ts';
import { expect, test } from './test.ts';

const YAML = `
apiVersion: v1
kind: Node
metadata: {name: node-a, annotations: {kubehop.dev/position: "0,160"}}
---
apiVersion: v1
kind: Node
metadata: {name: node-b, annotations: {kubehop.dev/position: "340,160"}}
---
apiVersion: v1
kind: Service
metadata: {name: web, annotations: {kubehop.dev/position: "200,0"}}
spec:
  selector: {app: web}
  ports: [{port: 80}]
---
apiVersion: v1
kind: Pod
metadata: {name: web-1, labels: {app: web}}
spec:
  nodeName: node-a
  containers: [{name: web, image: nginx}]
`;
const editable = (id: string) =>
  embed(`id="${id}" editable autoplay speed="10" height="520"`, inlineYaml(YAML));

async function openTwo(page: Page): Promise<void> {
  await openPage(page, `${SCRIPT}${editable('a')}<p><input aria-label="Search"></p>${editable('b')}`);
  await page.setViewportSize({ width: 1000, height: 1200 });
  for (const id of ['a', 'b'])
    await expect(cardOf(page, id, 'Pod web-1')).toHaveAccessibleName(/10\.244\.1\.\d+, ready/);
}

async function centreOf(target: Locator): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = (await target.boundingBox())!;
  return { x: x + width / 2, y: y + height / 2 };
}

async function drag(page: Page, from: Locator, to: { x: number; y: number }): Promise<void> {
  const start = await centreOf(from);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + to.x) / 2, (start.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

const undo = (page: Page, id: string) => one(page, id).getByRole('button', { name: /^Undo/ });

test('a Pod is dragged to another Node, a card to another place, and both are taken back', async ({
  page,
}) => {
  await openTwo(page);
  await expect(undo(page, 'b'), 'the scene is where it begins').toBeDisabled();
  const pod = cardOf(page, 'b', 'Pod web-1');
  await drag(page, pod, await centreOf(cardOf(page, 'b', 'Node node-b')));
  await expect(pod).toHaveAccessibleName(/10\.244\.2\.\d+, ready/);
  await expect(cardOf(page, 'a', 'Pod web-1')).toHaveAccessibleName(/10\.244\.1\.\d+, ready/);

  const service = cardOf(page, 'b', 'Service web');
  const before = await centreOf(service);
  await drag(page, service, { x: before.x - 90, y: before.y + 20 });
  await expect.poll(async () => (await centreOf(service)).x).toBeLessThan(before.x - 60);

  await undo(page, 'b').click();
  await expect.poll(async () => (await centreOf(service)).x).toBeCloseTo(before.x, 0);
  await undo(page, 'b').click();
  await expect(pod).toHaveAccessibleName(/10\.244\.1\.\d+, ready/);
  await expect(undo(page, 'b')).toBeDisabled();
  await expect(undo(page, 'a')).toBeDisabled();
});

test('everything by keyboard, in the embed that has the focus and in no other', async ({ page }) => {
  await openTwo(page);
  const inA = (title: string) => cardOf(page, 'a', title);
  await inA('Service web').focus();
  await page.keyboard.press('Delete');
  await expect(inA('Service web')).toHaveCount(0);
  await expect(cardOf(page, 'b', 'Service web')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(inA('Service web')).toBeVisible();
  await page.keyboard.press('Control+Shift+z');
  await expect(inA('Service web')).toHaveCount(0);
  await page.keyboard.press('Control+z');

  await inA('Pod web-1').focus();
  await page.keyboard.press('Control+d');
  await expect(canvasOf(page, 'a').getByRole('button', { name: /^Pod web/ })).toHaveCount(2);
  await expect(canvasOf(page, 'b').getByRole('button', { name: /^Pod web/ })).toHaveCount(1);

  await inA('Service web').focus();
  await page.keyboard.press('F2');
  const name = one(page, 'a').getByRole('textbox', { name: 'New name of Service web' });
  await expect(name).toBeFocused();
  await name.fill('Not a name');
  await name.press('Enter');
  await expect(one(page, 'a').getByRole('alert').filter({ hasText: 'Not a name' })).toBeVisible();
  await inA('Service web').focus();
  await page.keyboard.press('F2');
  await name.fill('front');
  await name.press('Enter');
  await expect(inA('Service front')).toBeFocused();

  await page.keyboard.press('ArrowDown');
  await expect(inA('Service front')).not.toBeFocused();
  await expect(canvasOf(page, 'a').locator('*:focus')).toHaveAccessibleName(/^(Node|Pod|System Pod) /);

  // What is typed into the page means nothing to them.
  const search = page.getByRole('textbox', { name: 'Search' });
  await search.focus();
  for (const key of ['Delete', 'Backspace', 'F2', 'Control+z', 'Control+d', ' ', '.'])
    await page.keyboard.press(key);
  await search.evaluate((element) => element.blur());
  for (const key of ['Delete', 'Control+z', ' ', '.']) await page.keyboard.press(key);
  await expect(inA('Service front')).toBeVisible();
  for (const id of ['a', 'b'])
    await expect(one(page, id).getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect(undo(page, 'b')).toBeDisabled();
});

test('the menu of a card opens where it is, is worked by keys, and gives the focus back', async ({
  page,
}) => {
  await openTwo(page);
  const menuIn = (id: string) => one(page, id).getByRole('menu', { name: 'Pod web-1' });
  await cardOf(page, 'b', 'Pod web-1').click({ button: 'right' });
  await expect(menuIn('b')).toBeVisible();
  await expect(menuIn('a')).toHaveCount(0);
  const items = menuIn('b').getByRole('menuitem');
  await expect(menuIn('b').locator('button').first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(menuIn('b').locator('button').nth(1)).toBeFocused();
  await page.keyboard.press('End');
  await expect(items.filter({ hasText: 'Delete' })).toBeFocused();
  await expect(items.filter({ hasText: 'inspector' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(menuIn('b')).toHaveCount(0);

  await cardOf(page, 'a', 'Pod web-1').focus();
  await page.keyboard.press('Shift+F10');
  await menuIn('a').getByRole('menuitem', { name: 'Delete' }).click();
  await expect(cardOf(page, 'a', 'Pod web-1')).toHaveCount(0);
  await expect(cardOf(page, 'b', 'Pod web-1')).toBeVisible();
});

test('a wire is pulled from a Client to a Service, and sends requests', async ({ page }) => {
  const client = `---\napiVersion: kubehop.dev/v1alpha1\nkind: Client\nmetadata: {name: reader, annotations: {kubehop.dev/position: "-240,0"}}\n`;
  const nodePort = YAML.replace('spec:\n  selector', 'spec:\n  type: NodePort\n  selector');
  await openPage(
    page,
    SCRIPT + embed('id="a" editable autoplay speed="10" height="560"', inlineYaml(nodePort + client)),
  );
  const from = cardOf(page, 'a', 'Client reader');
  await from.hover();
  await drag(page, from.locator('.kh-pull'), await centreOf(cardOf(page, 'a', 'Service web')));
  await expect(undo(page, 'a')).toHaveAccessibleName(/reader.*web/);
});
