/** The terminal by keyboard alone: kubectl changes the canvas, tools send packets, and gestures print their lines. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './test.ts';

test.beforeEach(async ({ playground }) => {
  await playground.open({ scene: 'shop' });
  await playground.dock.getByRole('tab', { name: 'Terminal' }).click();
});

const input = (page: Page) => page.getByRole('textbox', { name: 'Terminal input' });
/** What a screen reader finds on the screen. */
const rows = (page: Page) => page.locator('.xterm-accessibility').getByRole('list');

async function type(page: Page, line: string): Promise<void> {
  await input(page).focus();
  await page.keyboard.type(line);
  await page.keyboard.press('Enter');
}

test('kubectl reads and changes the cluster, and one line is one undo step', async ({ page, playground }) => {
  await type(page, 'kubectl get svc cart -o name');
  await expect(rows(page)).toContainText('service/cart');
  await type(page, 'kubectl create deployment api --image=nginx && kubectl expose deploy api --port=80');
  await expect(rows(page)).toContainText('deployment.apps/api created');
  await expect(rows(page)).toContainText('service/api exposed');
  await type(page, 'kubectl scale deploy/api --replicas=2');
  await expect(rows(page)).toContainText('deployment.apps/api scaled');
  await playground.advance(10_000);
  expect((await playground.namesOf('Pod')).filter((name) => name.startsWith('api-'))).toHaveLength(2);
  await type(page, 'clear');
  await type(page, 'kubectl get pods --no-headers | grep -c api-');
  await expect(rows(page)).toContainText('2');

  await playground.topBar.getByRole('button', { name: /^Undo/ }).click();
  await playground.topBar.getByRole('button', { name: /^Undo/ }).click();
  expect(await playground.namesOf('Service')).not.toContain('api');
  expect(await playground.namesOf('Deployment')).not.toContain('api');
});

test('curl inside a Pod sends a packet and prints the answer', async ({ page, playground }) => {
  await type(page, 'kubectl exec -it shop-7x2 -- sh');
  await expect(playground.dock.getByRole('combobox', { name: 'Where' })).toHaveValue('Pod/default/shop-7x2');
  await type(page, 'curl -s cart | grep Hello');
  await expect(async () => {
    await playground.advance(2_000);
    await expect(rows(page)).toContainText('Hello from cart-9qd', { timeout: 100 });
  }).toPass();
});

test('a heredoc applies, and a wrong verb gets a suggestion', async ({ page, playground }) => {
  await type(page, 'kubectl apply -f - <<EOF');
  for (const line of ['apiVersion: v1', 'kind: Namespace', 'metadata:', '  name: blue', 'EOF'])
    await type(page, line);
  await expect(rows(page)).toContainText('namespace/blue created');
  expect(await playground.namesOf('Namespace')).toContain('blue');
  await type(page, 'kubectl gett pods');
  await expect(rows(page)).toContainText('Did you mean this?');
});

test('the lines of before can be explained one by one, by keyboard', async ({ page, playground }) => {
  await type(page, 'kubectl label pod cart-9qd tier=back');
  await playground.apply('apiVersion: v1\nkind: Namespace\nmetadata: {name: green}');
  const button = playground.dock.getByRole('button', { name: 'Explain the last line' });
  await button.focus();
  await page.keyboard.press('Enter');
  const explanation = playground.dock.getByRole('region', { name: 'What the line does' });
  await expect(explanation).toContainText('Create a namespace with the specified name');
  await explanation.getByRole('button', { name: 'Earlier line' }).press('Enter');
  await expect(explanation.getByRole('heading')).toHaveText('Update the labels on a resource.');
  await expect(explanation.getByRole('button', { name: 'Earlier line' })).toBeDisabled();
  await explanation.getByRole('button', { name: 'Later line' }).press('Enter');
  await expect(explanation.getByRole('heading')).toContainText('Create a namespace');
  const { violations } = await new AxeBuilder({ page }).include('[aria-label="Dock"]').analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
  ).toEqual([]);
});

test('a paste runs line after line; one without end is refused in words', async ({ page, playground }) => {
  const paste = (text: string) =>
    input(page).evaluate((element, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  await input(page).focus();
  await paste(
    'kubectl apply -f - <<EOF\napiVersion: v1\nkind: Namespace\nmetadata: {name: pasted}\nEOF\nkubectl get ns pasted -o name\n',
  );
  await expect(rows(page)).toContainText('namespace/pasted created');
  expect(await playground.namesOf('Namespace')).toContain('pasted');
  await paste('kubectl delete ns pasted\n'.repeat(100_000));
  await expect(rows(page)).toContainText('100,000 lines are more than a terminal takes at once');
  expect(await playground.namesOf('Namespace')).toContain('pasted');
});

test('a gesture prints its line, which can be explained', async ({ page, playground }) => {
  await playground.apply('apiVersion: v1\nkind: Namespace\nmetadata: {name: green}');
  await expect(rows(page)).toContainText('kubectl create namespace green');
  await expect(playground.dock.getByRole('list', { name: 'Equal kubectl lines' })).toContainText(
    'kubectl create namespace green',
  );
  await playground.dock.getByRole('button', { name: 'Explain the last line' }).click();
  const explanation = playground.dock.getByRole('region', { name: 'What the line does' });
  await expect(explanation).toContainText('Create a namespace with the specified name');
});
