/** One cluster, two hands: what comes through the Kubernetes API is seen on the page, and what the page does is seen there. */
import { fileURLToPath } from 'node:url';
import { type RunningServer, startServer } from '../src/commandLine/server.ts';
import type { KubernetesObject } from '../src/kubernetes/objectMeta.ts';
import { sceneFromObjects } from '../src/simulation/scene.ts';
import { expect, test } from './test.ts';

const scene = sceneFromObjects([
  { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-a' } },
  { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-b' } },
] as KubernetesObject[]);

const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const labels = { app: 'hello' };
const deployment = {
  metadata: { name: 'hello' },
  spec: {
    replicas: 1,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'nginx' }] } },
  },
};

let server: RunningServer;
test.beforeEach(async () => {
  server = await startServer(scene, {
    token: 'c0ffee',
    pages: fileURLToPath(new URL('../dist', import.meta.url)),
  });
});
test.afterEach(() => server.close());

async function ask(method: string, path: string, body?: object): Promise<Response> {
  return fetch(`${server.url}${path}`, {
    method,
    headers: {
      'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

test('a Deployment that is made and scaled through the API is drawn; one that is deleted on the page is gone there', async ({
  page,
}) => {
  await page.goto(`${server.url}/?server=.`);
  const cards = page.locator('.react-flow__node');
  await expect(cards.filter({ hasText: 'node-a' })).toBeVisible();
  expect((await ask('POST', DEPLOYMENTS, deployment)).status).toBe(201);
  const card = cards.filter({ hasText: 'Deployment' });
  await expect(card).toContainText('1/1');
  await ask('PATCH', `${DEPLOYMENTS}/hello`, { spec: { replicas: 3 } });
  await expect(card).toContainText('3/3');

  await card.click();
  await page.keyboard.press('Delete');
  await expect.poll(async () => (await ask('GET', `${DEPLOYMENTS}/hello`)).status).toBe(404);
  await expect(card).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(async () => (await ask('GET', `${DEPLOYMENTS}/hello`)).status).toBe(200);
  await expect(card).toContainText('3/3');
});

test.describe('a page whose server does not answer', () => {
  // The browser says itself that it could not connect.
  test.use({ expectedComplaints: [/Failed to load resource/] });

  test('says so, and opens the usual scene', async ({ page }) => {
    await page.goto(`${server.url}/?server=http://127.0.0.1:9/c0ffee`);
    await expect(page.getByText('Nobody answers at 127.0.0.1:9')).toBeVisible();
    await expect(page.locator('.react-flow__node').first()).toBeVisible();
  });
});
