/** One cluster, two hands: what comes through the Kubernetes API is seen on the page, and what the page does is seen there. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { kubeconfigOf } from '../src/commandLine/kubeconfig.ts';
import { realClients } from '../src/commandLine/realKubectl.ts';
import { type RunningServer, startServer } from '../src/commandLine/server.ts';
import { letTimePass } from '../src/kubeApi/cluster.ts';
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

test.describe('a real kubectl', () => {
  const real = realClients();
  test.skip(typeof real === 'string', String(real));

  const MANIFEST = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: hello}
spec:
  selector: {matchLabels: {app: hello}}
  template:
    metadata: {labels: {app: hello}}
    spec: {containers: [{name: web, image: nginx}]}
---
apiVersion: v1
kind: Service
metadata: {name: hello}
spec: {selector: {app: hello}, ports: [{port: 80}]}
`;
  let children: ChildProcess[] = [];
  let environment: Record<string, string>;
  test.beforeEach(() => {
    const kubeconfig = test.info().outputPath('kubeconfig');
    writeFileSync(kubeconfig, kubeconfigOf(server.url));
    environment = { PATH: process.env.PATH ?? '', HOME: test.info().outputPath(), KUBECONFIG: kubeconfig };
    children = [];
  });
  test.afterEach(() => {
    for (const child of children) child.kill();
  });

  async function kubectl(...words: string[]): Promise<string> {
    const { kubectl: program } = real as Exclude<typeof real, string>;
    const { stdout } = await promisify(execFile)(program, words, { env: environment });
    return stdout;
  }

  /** One that goes on by itself: what it has printed so far. */
  function start(...words: string[]): { printed(): string } {
    const { kubectl: program } = real as Exclude<typeof real, string>;
    const child = spawn(program, words, { env: environment });
    children.push(child);
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    return { printed: () => printed };
  }

  async function applyManifest(path: string): Promise<void> {
    writeFileSync(path, MANIFEST);
    expect(await kubectl('apply', '-f', path)).toBe('deployment.apps/hello created\nservice/hello created\n');
  }

  const deploymentCard = (page: Page) => page.locator('.react-flow__node').filter({ hasText: 'Deployment' });

  test('applies, scales and watches, and the canvas shows it', async ({ page }) => {
    await page.goto(`${server.url}/?server=.`);
    const watch = start('get', 'deployments', '-w', '--no-headers');
    await applyManifest(test.info().outputPath('hello.yaml'));
    await expect(deploymentCard(page)).toContainText('1/1');
    await kubectl('scale', 'deployment/hello', '--replicas=3');
    await expect(deploymentCard(page)).toContainText('3/3');
    await expect.poll(watch.printed).toMatch(/^hello +3\/3 +3 +3 /m);

    // What is done on the canvas is seen by the watch.
    await deploymentCard(page).click();
    await page.keyboard.press('Delete');
    await expect.poll(() => kubectl('get', 'deployments')).toBe('');
  });

  test('runs curl inside a Pod, and the page sees the packets', async ({ page }) => {
    await applyManifest(test.info().outputPath('hello.yaml'));
    await kubectl('rollout', 'status', 'deployment/hello', '--timeout=30s');
    await page.goto(`${server.url}/?server=.`);
    await expect(deploymentCard(page)).toContainText('1/1');
    const curl = kubectl('exec', 'deploy/hello', '--', 'curl', '-s', 'hello');
    await expect(page.getByRole('region', { name: 'Traffic to hello' })).toContainText('1 request');
    // It comes back to itself through its Service, so its node has masked it.
    expect(await curl).toMatch(/^Hello from hello-\S+, you are 192\.168\.1\.\d+\n$/);
    await expect(kubectl('exec', 'deploy/hello', '--', 'nonsense')).rejects.toThrow(
      'exec: "nonsense": executable file not found in $PATH',
    );
  });

  test('forwards a port past the Service to one Pod, until that is gone', async () => {
    await applyManifest(test.info().outputPath('hello.yaml'));
    await kubectl('rollout', 'status', 'deployment/hello', '--timeout=30s');
    const forwarding = start('port-forward', 'svc/hello', ':80');
    await expect.poll(forwarding.printed).toContain('Forwarding from 127.0.0.1:');
    const port = /127\.0\.0\.1:(\d+)/.exec(forwarding.printed())![1];
    const [pod] = (await kubectl('get', 'pods', '-o', 'name')).trim().split('\n');
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect(await answer.text()).toBe(`Hello from ${pod!.replace('pod/', '')}, you are 127.0.0.1\n`);
    await kubectl('delete', pod!, '--force', '--grace-period=0');
    await expect.poll(forwarding.printed).toContain('lost connection to pod');
  });
});

test('a page that joins after an hour shows the cluster as it is by then', async ({ page }) => {
  expect((await ask('POST', DEPLOYMENTS, deployment)).status).toBe(201);
  for (let minute = 0; minute < 60; minute++) letTimePass(server.cluster, 60_000);
  await ask('PATCH', `${DEPLOYMENTS}/hello`, { spec: { replicas: 2 } });
  await page.goto(`${server.url}/?server=.`);
  await expect(page.locator('.react-flow__node').filter({ hasText: 'Deployment' })).toContainText('2/2');
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
