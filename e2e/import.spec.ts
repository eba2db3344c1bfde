/** Real manifests come in, run, and go out again. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './test.ts';

/** Real manifests that nobody here wrote; they lie beside the repository where they are available. */
const FOLDER = join(import.meta.dirname, '../../shared/manifests');
const hasManifests = existsSync(FOLDER);
const skipReason = 'skipped: there is no folder ../shared/manifests beside the repository';
const manifests = hasManifests
  ? readdirSync(FOLDER)
      .filter((name) => name.endsWith('.yaml'))
      .sort()
  : [];
// Workers read this file too; once is enough.
if (!hasManifests && process.env.TEST_WORKER_INDEX === undefined) console.log(skipReason);

test('an application of eleven services is a living picture at once', async ({ playground }) => {
  const file = manifests.find((name) => name.startsWith('online-boutique--release--kubernetes'));
  test.skip(file === undefined, skipReason);
  await playground.open({ scene: 'empty' });
  await playground.openImport();
  await playground.importFiles(join(FOLDER, file!));
  await expect(playground.importReport).toContainText('Added so that it lives');
  await playground.closeDialog();
  await playground.advance(60_000);

  const answeredFor = new Set<string>();
  await expect(async () => {
    await playground.advance(5_000);
    for (const { to } of await playground.requests('answered')) answeredFor.add(to);
    const services = ['frontend', 'productcatalogservice', 'cartservice', 'redis-cart', 'checkoutservice'];
    expect([...answeredFor]).toEqual(expect.arrayContaining(services));
  }).toPass();
});

test('every manifest is imported, or refused with a reason', async ({ page, playground }) => {
  test.skip(!hasManifests, skipReason);
  test.setTimeout(300_000);
  expect(manifests.length).toBeGreaterThan(0);
  await playground.open({ scene: 'empty' });
  await playground.openImport();
  const silent: string[] = [];
  for (const name of manifests) {
    await page.evaluate(() => window.kubehop!.dispatch({ type: 'reset' }));
    await playground.importFiles(join(FOLDER, name));
    const status = playground.importReport.getByRole('status');
    await expect(status, name).toContainText(/^(\d+ objects?: .+\.|There is no object in this text\.)/);
    const lines = await playground.importReport.getByRole('listitem').allTextContents();
    const unexplained = lines.filter((line) => /refused\s*(text, line|line|$)/.test(line));
    if (unexplained.length > 0) silent.push(`${name}: ${unexplained.join()}`);
  }
  expect(silent).toEqual([]);
});

test('what is exported comes in again as the same scene', async ({ page, playground }) => {
  await playground.open({ scene: 'shop' });
  await playground.openImport();
  const exported = await playground.exportedText();
  await page.getByRole('tab', { name: 'Import' }).click();
  await playground.importText(exported);
  await expect(playground.importReport).toContainText('Opened the scene');
  expect(await playground.exportedText()).toBe(exported);
});

test('unknown kinds and fields are kept, said so, and come out unchanged', async ({ playground }) => {
  await playground.open({ scene: 'empty' });
  await playground.openImport();
  await playground.importText(`
apiVersion: example.com/v1
kind: Gadget
metadata: {name: kept}
spec: {weight: 3, parts: [a, b]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}], mystery: yes}
`);
  await expect(playground.importReport).toContainText('kept, not simulated');
  const exported = await playground.exportedText();
  expect(exported).toContain('kind: Gadget');
  expect(exported).toContain('weight: 3');
  expect(exported).toContain('mystery');
});

test('a dropped file is imported', async ({ page, playground }) => {
  await playground.open({ scene: 'empty' });
  const yaml = 'apiVersion: v1\nkind: Service\nmetadata: {name: dropped}\nspec: {ports: [{port: 80}]}\n';
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'dropped.yaml', { type: 'text/yaml' }));
    return transfer;
  }, yaml);
  await playground.canvas.dispatchEvent('drop', { dataTransfer: data });
  await expect(playground.importReport).toContainText('dropped');
  expect(await playground.namesOf('Service')).toContain('dropped');
});
