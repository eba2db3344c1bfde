/** One model, three hands: the same edit on the canvas, as YAML and in the terminal makes the same objects, and is one undo step. */
import type { Page } from '@playwright/test';
import { pod, service, twoNodes } from './manifests.ts';
import type { PlaygroundPage } from './PlaygroundPage.ts';
import { expect, test } from './test.ts';

type Hand = (page: Page, playground: PlaygroundPage) => Promise<void>;

/** Each gives the Pod the label that the Service selects by. */
const hands: Readonly<Record<string, Hand>> = {
  async canvas(_page, playground) {
    await playground.zoomToFit();
    await playground.connect('Service web', 'Pod other');
  },
  async yaml(page, playground) {
    await playground.select('Pod other');
    await playground.dock.getByRole('tab', { name: 'YAML', exact: true }).click();
    await page.getByRole('radio', { name: 'Selected object' }).check();
    const box = page.getByRole('textbox', { name: /^YAML of/ });
    await box.locator('.cm-line').filter({ hasText: 'app: other' }).first().click();
    await page.keyboard.press('End');
    for (const _letter of 'other') await page.keyboard.press('Backspace');
    await page.keyboard.type('web');
    await page.keyboard.press('Escape');
  },
  async terminal(page, playground) {
    await playground.dock.getByRole('tab', { name: 'Terminal' }).click();
    await page.getByRole('textbox', { name: 'Terminal input' }).focus();
    await page.keyboard.type('kubectl label pod other app=web --overwrite');
    await page.keyboard.press('Enter');
  },
};

/** What people decide of the objects, without what the cluster adds: versions, times and status. */
function decided(page: Page): Promise<unknown> {
  return page.evaluate(() =>
    [...window.kubehop!.state().objects.values()]
      .filter(({ kind, metadata }) => ['Pod', 'Service'].includes(kind) && metadata.namespace === 'default')
      .map(({ kind, metadata: { name, labels }, ...rest }) => ({
        kind,
        name,
        labels,
        spec: (rest as { spec?: unknown }).spec,
      }))
      .sort((a, b) => `${a.kind}/${a.name}`.localeCompare(`${b.kind}/${b.name}`)),
  );
}

const undoLabel = (page: Page) => page.evaluate(() => window.kubehop!.state().history.undo);

test('the same edit by canvas, YAML and terminal gives the same objects, and is one undo step each', async ({
  page,
  playground,
}) => {
  await playground.open({ scene: 'empty' });
  await playground.applyAndSettle(
    twoNodes +
      pod('other', 'other', 'node-a') +
      service('web', 'selector: {app: web}, ports: [{port: 80, targetPort: 8080}]'),
  );
  const before = await decided(page);
  const undoBefore = await undoLabel(page);
  const results: unknown[] = [];
  for (const [hand, edit] of Object.entries(hands))
    await test.step(hand, async () => {
      await edit(page, playground);
      await expect
        .poll(() => playground.objectText('Pod', 'other').then((text) => JSON.parse(text).metadata.labels))
        .toEqual({ app: 'web' });
      results.push(await decided(page));
      expect(await undoLabel(page)).not.toBe(undoBefore);
      // A change of any kind is known to the others: the endpoint is there, whoever made it.
      await playground.advance(3000);
      expect(
        await page.evaluate(() =>
          [...window.kubehop!.state().objects.values()]
            .filter(({ kind }) => kind === 'EndpointSlice')
            .some((slice) => JSON.stringify(slice).includes('"name":"other"')),
        ),
      ).toBe(true);
      await playground.topBar.getByRole('button', { name: /^Undo/ }).click();
      await expect.poll(() => decided(page)).toEqual(before);
      expect(await undoLabel(page)).toBe(undoBefore);
    });
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
});
