/** What was built survives: a reload, a damaged memory, and the crash of a panel. */
import { expect, test } from './test.ts';

test('a reload keeps the scene', async ({ page, playground }) => {
  await playground.open();
  await playground.drop('Client', playground.canvas, { x: 90, y: 420 });
  await expect(playground.card('Client visitor-2')).toBeVisible();
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
  await expect(page.getByRole('alert').filter({ hasText: 'could not be read' })).toBeVisible();
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
    const poison = (clusterEvents: unknown) =>
      page.evaluate((clusterEvents) => {
        const store = window.kubehop!.playground.store as unknown as { setState(part: object): void };
        store.setState({ clusterEvents });
      }, clusterEvents);
    // Nobody but the list of events reads these, and it throws while it renders.
    await poison(null);
    await playground.dock.getByRole('tab', { name: 'Events' }).click();
    await expect(playground.dock.getByRole('alert')).toContainText('This panel failed: Dock');

    const before = await playground.now();
    await playground.advance(1_000);
    expect(await playground.now()).toBeGreaterThan(before);
    await playground.select('Service shop');
    await poison([]);
    await playground.dock.getByRole('button', { name: 'Reload panel' }).click();
    await expect(playground.dock.getByRole('tab', { name: 'Events' })).toBeVisible();
  });
});
