/** Bad input is refused in words, and never freezes or harms what is there. */
import { expect, test } from './test.ts';

test.beforeEach(async ({ playground }) => {
  await playground.open();
});

test('broken YAML names its line and column', async ({ playground }) => {
  await playground.openImport();
  await playground.importText('apiVersion: v1\nkind: Service\nmetadata:\n  name: [shop\n');
  await expect(playground.importReport).toContainText(/line \d+, column \d+/);
  await expect(playground.importReport).toContainText('refused');
});

test('an invalid object names field and reason, and the cluster stays as it was', async ({ playground }) => {
  const before = await playground.objectText('Service', 'shop');
  await playground.openImport();
  await playground.importText(`
apiVersion: v1
kind: Service
metadata: {name: shop}
spec:
  type: NodePort
  selector: {app: shop}
  ports: [{port: 80, nodePort: 80}]
`);
  await expect(playground.importReport).toContainText('spec.ports[0].nodePort');
  await expect(playground.importReport).toContainText('provided port is not in the valid range');
  expect(await playground.objectText('Service', 'shop')).toBe(before);
});

test('a file of 5 MB is refused in words, and the page goes on', async ({ playground }) => {
  await playground.openImport();
  const line = `# ${'x'.repeat(198)}\n`;
  await playground.importFiles({
    name: 'large.yaml',
    mimeType: 'text/yaml',
    buffer: Buffer.from(`${line.repeat(25_000)}kind: Service\n`),
  });
  await expect(playground.page.getByRole('dialog')).toContainText('Request entity too large');
  await playground.closeDialog();
  await playground.select('Service shop');
});

test('a YAML bomb is refused in words', async ({ playground }) => {
  const levels = Array.from({ length: 9 }, (_, index) => {
    const [name, before] = [String.fromCharCode(98 + index), String.fromCharCode(97 + index)];
    return `${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`;
  });
  await playground.openImport();
  await playground.importText(['a: &a [lol, lol]', ...levels].join('\n'));
  await expect(playground.page.getByRole('dialog')).toContainText(/alias/i);
  await playground.closeDialog();
  await playground.select('Service shop');
});

test('markup in names and texts is shown as text', async ({ page, playground }) => {
  const markup = '<img src=x onerror=alert(1)>';
  page.on('dialog', () => {
    throw new Error('the markup was run');
  });
  await playground.openImport();
  await playground.importText(`
apiVersion: v1
kind: Service
metadata: {name: "${markup}"}
spec: {ports: [{port: 80}]}
---
apiVersion: example.com/v1
kind: "${markup}"
metadata: {name: harmless}
---
apiVersion: kubehop.dev/v1alpha1
kind: Client
metadata: {name: visitor-2, annotations: {note: "${markup}"}}
spec: {}
`);
  await expect(playground.importReport).toContainText(markup);
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
});
