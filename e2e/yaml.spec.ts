/** The same cluster as YAML: what is typed is applied, what changes elsewhere is seen, and nothing is reformatted. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import type { KubernetesObject } from '../src/kubernetes/objectMeta.ts';
import type { PlaygroundPage } from './PlaygroundPage.ts';
import { expect, test } from './test.ts';

const SHOP = `# The front door.
apiVersion: v1
kind: Service
metadata: {name: shop}
spec:
  selector:
    app: shop # all of them
  ports:
    - port: 80
`;

class YamlEditor {
  readonly page: Page;
  readonly playground: PlaygroundPage;
  readonly box: Locator;
  readonly status: Locator;

  constructor(page: Page, playground: PlaygroundPage) {
    this.page = page;
    this.playground = playground;
    this.box = page.getByRole('textbox', { name: /^YAML of/ });
    this.status = playground.dock.getByRole('status');
  }

  /** Imports the Service with its comments into an empty scene and shows it as YAML. */
  async open(shown: 'Selected object' | 'Whole scene' = 'Whole scene'): Promise<void> {
    await this.playground.open({ scene: 'empty' });
    await this.playground.openImport();
    await this.playground.importText(SHOP);
    await expect(this.playground.importReport).toContainText('created');
    await this.playground.closeDialog();
    await this.show(shown);
  }

  async show(shown: 'Selected object' | 'Whole scene'): Promise<void> {
    await this.playground.dock.getByRole('tab', { name: 'YAML', exact: true }).click();
    await this.page.getByRole('radio', { name: shown }).check();
    await expect(this.box).toBeVisible();
  }

  /** What the editor holds; the text of a small cluster is in view as a whole. */
  async text(): Promise<string> {
    const lines = await this.box.locator('.cm-line').allTextContents();
    return `${lines.join('\n')}`;
  }

  /** Puts the cursor at the end of a line. */
  async goToEndOf(line: string): Promise<void> {
    await this.box.locator('.cm-line').filter({ hasText: line }).first().click();
    await this.page.keyboard.press('End');
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  service(): Promise<KubernetesObject & { spec: Record<string, unknown> }> {
    return this.page.evaluate(() => window.kubehop!.state().objects.get('Service/default/shop') as never);
  }

  undoLabel(): Promise<string | null> {
    return this.page.evaluate(() => window.kubehop!.state().history.undo);
  }
}

/** What a person decides of an object: without version and times. */
function decided(service: KubernetesObject & { spec: Record<string, unknown> }) {
  return { labels: service.metadata.labels, spec: service.spec };
}

test('the same edit by inspector and by YAML gives the same object, and is one undo step each', async ({
  page,
  playground,
}) => {
  const editor = new YamlEditor(page, playground);
  await editor.open('Whole scene');
  const before = await editor.service();
  const undoBefore = await editor.undoLabel();

  await playground.select('Service shop');
  await playground.inspector.getByLabel('sessionAffinity', { exact: true }).selectOption('ClientIP');
  await expect.poll(async () => (await editor.service()).spec.sessionAffinity).toBe('ClientIP');
  const byInspector = await editor.service();
  await expect.poll(() => editor.text()).toContain('  sessionAffinity: ClientIP');
  await page.evaluate(() => window.kubehop!.dispatch({ type: 'undo' }));
  await expect.poll(() => editor.text()).not.toContain('sessionAffinity');
  expect(await editor.undoLabel()).toBe(undoBefore);

  await editor.goToEndOf('- port: 80');
  await editor.type('\n');
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  await editor.type('  sessionAffinity: ClientIP');
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await editor.service()).spec.sessionAffinity).toBe('ClientIP');
  expect(decided(await editor.service())).toEqual(decided(byInspector));

  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await editor.service()).spec.sessionAffinity).toBe('None');
  expect(decided(await editor.service())).toEqual(decided(before));
  expect(await editor.undoLabel()).toBe(undoBefore);
});

test('comments and formatting stay, whoever changes the object', async ({ page, playground }) => {
  const editor = new YamlEditor(page, playground);
  await editor.open();
  expect(await editor.text()).toContain(SHOP.trimEnd());

  await editor.goToEndOf('- port: 80');
  await page.keyboard.press('Backspace');
  await editor.type('1');
  await expect.poll(async () => (await editor.service()).spec.ports).toMatchObject([{ port: 81 }]);
  const typed = SHOP.replace('port: 80', 'port: 81').trimEnd();
  expect(await editor.text()).toContain(typed);

  const service = await editor.service();
  const object = { ...service, spec: { ...service.spec, selector: { app: 'store' } } };
  await page.evaluate((object) => window.kubehop!.dispatch({ type: 'update', object }), object);
  await expect.poll(() => editor.text()).toContain(typed.replace('app: shop', 'app: store'));
});

test('an error is underlined where it is, in the words of the API server', async ({ page, playground }) => {
  const editor = new YamlEditor(page, playground);
  await editor.open();
  await editor.goToEndOf('- port: 80');
  await editor.type('\nnodePort: 80');
  await page.keyboard.press('Escape');
  await expect(editor.status.filter({ hasText: 'Not applied' })).toContainText(
    'Service "shop" is invalid: spec.ports[0].nodePort: Forbidden: may not be used when `type` is \'ClusterIP\'',
  );
  await expect(editor.box.locator('.cm-lintRange-error')).toHaveText('80');
  expect((await editor.service()).spec.ports).not.toMatchObject([{ nodePort: 80 }]);

  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
  ).toEqual([]);
});

test('fields and values are offered, and documented', async ({ page, playground }) => {
  const editor = new YamlEditor(page, playground);
  await editor.open();
  await editor.goToEndOf('all of them');
  await editor.type('\n');
  await page.keyboard.press('Backspace');
  await editor.type('externalTr');
  const offers = page.getByRole('listbox', { name: 'Completions' });
  await expect(offers.getByRole('option').first()).toContainText('externalTrafficPolicy');
  await page.waitForTimeout(100);
  await page.keyboard.press('Enter');
  await expect(offers.getByRole('option')).toHaveText(['Cluster', 'Local']);
  await page.keyboard.press('Escape');

  await editor.box.getByText('selector', { exact: true }).hover();
  const documentation = page.locator('.cm-field');
  await expect(documentation).toContainText('spec.selector');
  await expect(documentation).toContainText('map[string]string');
});

test('deleting a document asks before the object goes', async ({ page, playground }) => {
  const editor = new YamlEditor(page, playground);
  await editor.open();
  await editor.box.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  const question = page.getByRole('region', { name: 'Changes to confirm' });
  await expect(question).toContainText('Delete Service shop');
  expect(await editor.service()).toBeDefined();

  await question.getByRole('button', { name: 'Take back' }).click();
  await expect(question).toBeHidden();
  expect(await editor.text()).toContain(SHOP.trimEnd());

  await editor.box.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await question.getByRole('button', { name: 'Apply' }).click();
  await expect(question).toBeHidden();
  expect(await playground.namesOf('Service')).toEqual([]);
});

test('a comment that is typed survives a reload', async ({ page, playground }) => {
  const editor = new YamlEditor(page, playground);
  await editor.open();
  await editor.goToEndOf('- port: 80');
  await editor.type(' # as everybody');
  await expect(editor.status).toHaveText('In step with the cluster.');
  await page.reload();
  await playground.waitUntilOpen();
  await editor.show('Whole scene');
  await expect.poll(() => editor.text()).toContain(SHOP.replace('80', '80 # as everybody').trimEnd());
});

test('a large paste is shown as a difference first; too large a one and what is no text are refused in words', async ({
  page,
  playground,
}) => {
  const editor = new YamlEditor(page, playground);
  await editor.open();
  const paste = (text: string) =>
    editor.box.evaluate((box, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      box.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  await editor.goToEndOf('- port: 80');
  await paste('a: 1\n'.repeat(100_000));
  await expect(editor.status).toContainText('at most 20,000 can be edited here');
  await paste('\u0000\u0001\u0002');
  await expect(editor.status).toContainText('this is not text');
  expect(await editor.text()).toContain(SHOP.trimEnd());

  const ports = Array.from({ length: 50 }, (_, index) => `    - {name: p${index}, port: ${1000 + index}}`);
  await page.keyboard.press('Control+a');
  await paste(SHOP.replace('    - port: 80', ports.join('\n')));
  const question = page.getByRole('region', { name: 'Changes to confirm' });
  await expect(question).toContainText('Change Service shop');
  expect((await editor.service()).spec.ports).toHaveLength(1);
  await question.getByRole('button', { name: 'Apply' }).click();
  await expect.poll(async () => (await editor.service()).spec.ports).toHaveLength(50);
});

test('the keyboard gets out of the text: Escape, then Tab', async ({ page, playground }) => {
  const editor = new YamlEditor(page, playground);
  await editor.open();
  await editor.box.click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(editor.box).not.toBeFocused();
});

test('a scene goes out for a real cluster, with the commands to run', async ({ page, playground }) => {
  await playground.open();
  await playground.openImport();
  await page.getByRole('tab', { name: 'Export' }).click();
  await page.getByRole('radio', { name: 'For kind or minikube' }).check();
  const text = page.getByRole('textbox', { name: 'Kubernetes’ own objects' });
  await expect(text).toHaveValue(/agnhost/);
  await expect(text).not.toHaveValue(/kubehop\.dev|kind: Node/);
  const commands = page.getByRole('region', { name: 'Commands to run' });
  await expect(commands).toContainText('kind create cluster');
  await expect(commands).toContainText('cloud-provider-kind');
  await commands.getByRole('radio', { name: 'minikube' }).check();
  await expect(commands).toContainText('minikube tunnel');
});
