/** Ingress and Gateway API: who fulfils them is told, and a change of their rules leads requests elsewhere. */
import { expect, test } from './test.ts';

test('an Ingress leads by path, as long as its controller runs', async ({ playground }) => {
  await playground.open({ scene: 'ingress' });
  await expect(playground.card('Ingress web')).toBeVisible();
  await expect(async () => {
    await playground.advance(20_000);
    const answered = (await playground.requests('answered')).map(({ answeredBy }) => answeredBy).join(' ');
    for (const name of ['traefik', 'shop-', 'api-1']) expect(answered).toContain(name);
  }).toPass();

  await playground.select('Ingress web');
  await expect(playground.inspector).toContainText('Traefik, 1 Pod');
  await expect(playground.inspector.getByLabel('host of rule 1')).toHaveValue('shop.example.com');
  const service = playground.inspector.getByLabel('Service of path 2 of rule 1');
  await service.selectOption('shop');
  await expect.poll(() => playground.objectText('Ingress', 'web')).not.toContain('"api"');

  await playground.select('Pod traefik');
  await playground.inspector.getByRole('button', { name: 'Delete' }).click();
  await playground.advance(10_000);
  await playground.select('Ingress web');
  await expect(playground.inspector).toContainText('An Ingress alone does nothing.');
});

test('an HTTPRoute splits requests by weight', async ({ playground }) => {
  await playground.open({ scene: 'gateway' });
  await expect(playground.card('Gateway eg')).toBeVisible();
  await playground.select('HTTPRoute shop');
  const weight = playground.inspector.getByLabel('weight of backend 1 of rule 1');
  await expect(weight).toHaveValue('90');
  await weight.fill('0');
  await weight.press('Enter');
  await expect.poll(() => playground.objectText('HTTPRoute', 'shop')).toContain('"weight":0');
  await playground.advance(20_000);
  const answered = (await playground.requests('answered')).map(({ answeredBy }) => answeredBy);
  expect(answered.at(-1)).not.toContain('shop-v1');
  expect(answered.join(' ')).toContain('shop-v2');
});

test('the palette adds an Ingress, which says that nobody serves it', async ({ playground }) => {
  await playground.open();
  await playground.drop('Ingress', playground.canvas, { x: 60, y: 330 });
  await expect(playground.inspector).toContainText('Ingress in default');
  await expect(playground.inspector).toContainText('No controller serves IngressClass traefik');
});
