/** Pictures: what is saved is what it says it is, and nothing in it can run or load. */
import { readFile } from 'node:fs/promises';
import type { Download } from '@playwright/test';
import type { PlaygroundPage } from './PlaygroundPage.ts';
import { expect, test } from './test.ts';

async function save(playground: PlaygroundPage, button: string): Promise<{ file: Download; bytes: Buffer }> {
  const dialog = playground.page.getByRole('dialog', { name: 'Import / export' });
  const [file] = await Promise.all([
    playground.page.waitForEvent('download', { timeout: 120_000 }),
    dialog.getByRole('button', { name: button }).click(),
  ]);
  return { file, bytes: await readFile(await file.path()) };
}

test('the canvas is saved as SVG, PNG and GIF', async ({ playground }) => {
  test.setTimeout(240_000);
  await playground.open({ scene: 'shop' });
  await playground.advance(8_500);
  await playground.openImport();
  await playground.page.getByRole('tab', { name: 'Picture' }).click();
  await expect(playground.page.getByRole('img', { name: /^Preview/ })).toBeVisible();

  const svg = await save(playground, 'SVG');
  expect(svg.file.suggestedFilename()).toBe('the-shop-behind-a-loadbalancer.svg');
  const found = await playground.page.evaluate((text) => {
    const picture = new DOMParser().parseFromString(text, 'image/svg+xml');
    const strange = 'script, foreignObject, image, use, a, iframe, [href], [*|href], parsererror';
    return {
      root: picture.documentElement.nodeName,
      title: picture.querySelector('title')?.textContent,
      says: picture.querySelector('desc')?.textContent ?? '',
      strange: [...picture.querySelectorAll(strange)].map(({ nodeName }) => nodeName),
      handlers: [...picture.querySelectorAll('*')].flatMap(({ attributes }) =>
        [...attributes].map(({ name }) => name).filter((name) => name.startsWith('on')),
      ),
      remote: /(https?:)?\/\/(?!www\.w3\.org\/2000\/svg)/.exec(text)?.[0],
      texts: [...picture.querySelectorAll('text')].map(({ textContent }) => textContent),
    };
  }, svg.bytes.toString('utf8'));
  expect(found).toMatchObject({ root: 'svg', title: 'The shop behind a LoadBalancer' });
  expect([found.strange, found.handlers, found.remote]).toEqual([[], [], undefined]);
  expect(found.says).toMatch(/2 Nodes, .*packets? in the air/);
  expect(found.texts).toContain('shop-7x2');

  const png = await save(playground, 'PNG');
  expect([...png.bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const wide = png.bytes.readUInt32BE(16);
  await playground.page.getByRole('radio', { name: '1×' }).check();
  const small = await save(playground, 'PNG');
  expect(wide / small.bytes.readUInt32BE(16)).toBeCloseTo(2, 1);

  const gif = await save(playground, 'GIF, 3 seconds');
  expect(gif.bytes.subarray(0, 6).toString('latin1')).toBe('GIF89a');
  expect(gif.bytes.includes('NETSCAPE2.0')).toBe(true);
});

test('names in a picture are text, whatever they contain', async ({ playground }) => {
  await playground.open();
  await playground.page.evaluate(() =>
    window.kubehop!.dispatch({
      type: 'describe',
      title: '</title><script>window.isHacked = true</script>',
      lookAt: '',
    }),
  );
  await playground.openImport();
  await playground.page.getByRole('tab', { name: 'Picture' }).click();
  const { bytes } = await save(playground, 'SVG');
  const title = await playground.page.evaluate((text) => {
    const picture = new DOMParser().parseFromString(text, 'image/svg+xml');
    return [picture.querySelector('title')?.textContent, picture.querySelectorAll('script').length];
  }, bytes.toString('utf8'));
  expect(title).toEqual(['</title><script>window.isHacked = true</script>', 0]);
});
