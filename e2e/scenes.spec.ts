/** The ready-made scenes tell the truth when they run, and the page around them works. */
import type { PlaygroundPage } from './PlaygroundPage.ts';
import { expect, test } from './test.ts';

async function openFromGallery(playground: PlaygroundPage, title: string): Promise<void> {
  await playground.build.getByRole('tab', { name: 'Scenes' }).click();
  await playground.build.getByRole('button', { name: `Open ${title}` }).click();
  await expect(playground.topBar).toContainText(title);
}

/** Title → who must have answered after a while. */
const scenes: Record<string, string[]> = {
  'The shop behind a LoadBalancer': ['shop-7x2', 'shop-k4m', 'cart-9qd', 'payment-gateway'],
  'Microservices inside the cluster': ['catalog', 'cart'],
  'A demo through a NodePort': ['demo'],
  'Payments through an ExternalName': ['gateway'],
  'A headless database': ['db-0', 'db-1', 'db-2'],
  'All of them in one cluster': ['db-', 'gateway'],
};

for (const [title, answering] of Object.entries(scenes)) {
  test(`scene: ${title}`, async ({ playground }) => {
    await playground.open({ scene: 'empty' });
    await openFromGallery(playground, title);
    await expect(async () => {
      await playground.advance(20_000);
      const answered = (await playground.requests('answered')).map(({ answeredBy }) => answeredBy).join(' ');
      for (const name of answering) expect(answered).toContain(name);
    }).toPass();
    const refused = (await playground.requests()).filter(({ outcome }) => outcome === 'Timed out');
    expect(refused).toEqual([]);
  });
}

test('opening a scene can be undone', async ({ playground }) => {
  await playground.open();
  await openFromGallery(playground, 'A headless database');
  await expect(playground.card('Service shop')).toBeHidden();
  await playground.topBar.getByRole('button', { name: /^Undo/ }).click();
  await expect(playground.card('Service shop')).toBeVisible();
});

test('Concept and Packet path: the same request, drawn through the Service or past it', async ({
  page,
  playground,
}) => {
  await playground.open();
  const wires = () =>
    page.locator('.react-flow__edge').evaluateAll((edges) => edges.map((e) => e.dataset.id));
  const path = await wires();
  await playground.topBar.getByRole('radio', { name: 'Concept' }).check();
  await expect.poll(wires).not.toEqual(path);
  await playground.topBar.getByRole('radio', { name: 'Packet path' }).check();
  await expect.poll(wires).toEqual(path);
});

test('one request by hand: sent, followed, and told hop by hop with its rule', async ({ playground }) => {
  await playground.open();
  await playground.select('Client visitor');
  const form = playground.inspector.getByRole('form', { name: 'Send one request' });
  await form.getByRole('combobox').selectOption({ label: 'Service shop' });
  await form.getByRole('button', { name: 'Send' }).click();
  await playground.advance(15_000);
  const outcome = playground.inspector.getByRole('region', { name: 'Outcome' });
  await expect(outcome).toContainText(/Answered by shop-/);
  await expect(outcome).toContainText(/It saw the source address 192\.168\.1\.1[12]/);
  await expect(playground.inspector).toContainText('KUBE-SVC-');
  await expect(playground.inspector).toContainText('203.0.113.7');
});

test('every action by name, and every key in the help', async ({ page, playground }) => {
  await playground.open();
  await playground.press('ControlOrMeta+k');
  await page.getByRole('dialog', { name: 'All actions' }).getByRole('combobox').fill('tidy');
  await playground.press('Enter');
  await expect(playground.topBar.getByRole('button', { name: /^Undo/ })).toBeEnabled();
  await playground.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard help' })).toContainText('Step to the next hop');
});

test('several cards: duplicated, deleted and brought back in one step each', async ({ playground }) => {
  await playground.open();
  await playground.card('Pod shop-7x2').click();
  await playground.card('Pod shop-k4m').click({ modifiers: ['Shift'] });
  const before = (await playground.namesOf('Pod')).length;
  await playground.press('ControlOrMeta+d');
  await expect.poll(async () => (await playground.namesOf('Pod')).length).toBe(before + 2);
  await playground.press('Delete');
  await playground.advance(40_000);
  await expect.poll(async () => (await playground.namesOf('Pod')).length).toBe(before);
  await playground.press('ControlOrMeta+z');
  await expect.poll(async () => (await playground.namesOf('Pod')).length).toBe(before + 2);
});
