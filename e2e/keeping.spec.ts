/** What was built survives: a reload, a damaged memory, and the crash of a panel. */
import { expect, test } from './test.ts';

test('a reload keeps the scene', async ({ page, playground }) => {
  await playground.open();
  await playground.drop('Client', playground.canvas, { x: 90, y: 420 });
  const clients = await playground.namesOf('Client');
  await page.reload();
  await playground.waitUntilOpen();
  expect(await playground.namesOf('Client')).toEqual(clients);
});

test('damaged saved state opens the default scene and offers the old text', async ({ page, playground }) => {
  const damaged = '{"version":1,"scene":{"title":';
  await page.addInitScript((text) => {
    if (sessionStorage.getItem('damaged') !== null) return;
    sessionStorage.setItem('damaged', 'yes');
    localStorage.setItem('kubehop.scene', text);
  }, damaged);
  await playground.open();
  await expect(playground.card('Service shop')).toBeVisible();
  await playground.expectNotice('could not be read');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download the old text' }).click(),
  ]);
  const stream = await download.createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toBe(damaged);
});

test.describe('when a panel crashes', () => {
  test.use({ expectedComplaints: [/./] });

  test('the others go on, and it can be loaded again', async ({ page, playground }) => {
    await playground.open();
    await playground.advance(5_000);
    // A request without its start cannot be drawn: the inspector throws while it renders.
    await page.evaluate(() => {
      const store = window.kubehop!.playground.store as unknown as { setState(part: object): void };
      store.setState({ followed: { start: null, steps: [], end: null } });
    });
    await playground.inspector.getByRole('tab', { name: 'Packet' }).click();
    await expect(playground.inspector.getByRole('alert')).toContainText('This panel failed: Inspector');

    await expect(playground.card('Service shop')).toBeVisible();
    expect((await playground.runUntilEnded(1)).length).toBeGreaterThan(0);
    await page.evaluate(() => window.kubehop!.dispatch({ type: 'follow', requestId: null }));
    await playground.inspector.getByRole('button', { name: 'Reload panel' }).click();
    await expect(playground.inspector.getByRole('tab', { name: 'Packet' })).toBeVisible();
  });
});
