import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readManifest } from '../kubernetes/manifest.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { Service } from '../kubernetes/service.ts';
import { defaultScene } from '../scenes/index.ts';
import type { RequestEnd } from '../simulation/events.ts';
import { exportText, fileNameFor, importText } from './sceneFile.ts';
import { testBench } from './testBench.ts';

const MANIFESTS = '../shared/manifests';
const manifests = existsSync(MANIFESTS)
  ? readdirSync(MANIFESTS).filter((name) => name.endsWith('.yaml'))
  : [];

function manifest(name: string): string {
  return readFileSync(join(MANIFESTS, name), 'utf8');
}

const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: shop
spec:
  selector: {app: shop}
  ports: [{port: 80}]
`;

describe('importing text', () => {
  test('creates, then changes nothing, then configures', async () => {
    const { playground } = testBench([]);
    const outcomes = async (text: string) =>
      (await importText(playground, text)).lines.map(({ name, outcome }) => `${name} ${outcome}`);
    expect(await outcomes(SERVICE)).toEqual(['Service shop created']);
    expect(await outcomes(SERVICE)).toEqual(['Service shop unchanged']);
    expect(await outcomes(SERVICE.replace('port: 80', 'port: 81'))).toEqual(['Service shop configured']);
  });

  test('says of each object what became of it, with line and reason', async () => {
    const bench = testBench([]);
    const text = [
      SERVICE,
      'a: [broken\n',
      SERVICE.replace('port: 80', 'port: 99999'),
      'apiVersion: example.com/v1\nkind: Shop\nmetadata: {name: x}\n',
    ].join('---\n');
    const { lines } = await importText(bench.playground, text);
    expect(lines.map(({ name, outcome, isKeptOnly, line }) => ({ name, outcome, isKeptOnly, line }))).toEqual(
      [
        { name: 'Service shop', outcome: 'created', isKeptOnly: false, line: 1 },
        { name: 'Document 2', outcome: 'refused', isKeptOnly: false, line: expect.any(Number) },
        { name: 'Service shop', outcome: 'refused', isKeptOnly: false, line: 11 },
        { name: 'Shop x', outcome: 'created', isKeptOnly: true, line: 19 },
      ],
    );
    expect(lines[2]?.reason).toMatch(/spec\.ports\[0\]\.port: Invalid value: 99999/);
    expect(bench.object<Service>('Service/default/shop').spec.ports?.[0]?.port).toBe(80);
  });

  test('is one undo step, with everything that was added to bring it to life', async () => {
    const bench = testBench([]);
    const { added } = await importText(
      bench.playground,
      `${SERVICE.replace('selector', 'type: LoadBalancer\n  selector')}---
apiVersion: v1
kind: Pod
metadata: {name: shop, labels: {app: shop}}
spec: {containers: [{name: app, image: nginx}]}
`,
    );
    expect(added).toEqual([
      'Node node-a',
      'Node node-b',
      'CloudProvider cloud',
      'Client visitor',
      'Traffic traffic-visitor-to-shop',
    ]);
    await bench.succeed({ type: 'undo' });
    expect(bench.playground.scene().objects).toEqual([]);
    expect(bench.state().history.undo).toBeNull();
  });

  test('names the Namespaces that are missing, and makes them when asked', async () => {
    const bench = testBench([]);
    const text = SERVICE.replace('name: shop', 'name: shop\n  namespace: prod');
    const refused = await importText(bench.playground, text);
    expect(refused.missingNamespaces).toEqual(['prod']);
    expect(refused.lines[0]).toMatchObject({ outcome: 'refused', reason: 'namespaces "prod" not found' });
    const made = await importText(bench.playground, text, { createNamespaces: true });
    expect(made.lines[0]).toMatchObject({ outcome: 'created' });
  });

  test('a paste that is too big is refused in words', async () => {
    const bench = testBench([]);
    const { lines } = await importText(bench.playground, `# ${'x'.repeat(5_000_000)}`);
    expect(lines).toMatchObject([{ outcome: 'refused', reason: expect.stringMatching(/too large/) }]);
  });
});

describe('a scene’s file', () => {
  test('opens as the same scene', async () => {
    const first = testBench(defaultScene);
    const text = await exportText(first.playground);
    const second = testBench([]);
    const { opened, lines } = await importText(second.playground, text);
    expect(opened).toBe(defaultScene.title);
    expect(lines.filter(({ outcome }) => outcome !== 'created')).toEqual([]);
    expect(second.playground.scene()).toEqual(first.playground.scene());
  });

  test('reads as a person would have written it', async () => {
    const bench = testBench([]);
    const { object } = readManifest(SERVICE).documents[0]!;
    await bench.succeed({ type: 'create', object });
    const text = await exportText(bench.playground);
    expect(text.slice(text.indexOf('kind: Service'))).toBe(`kind: Service
metadata:
  name: shop
  namespace: default
  annotations:
    kubehop.dev/position: 224,44
spec:
  selector:
    app: shop
  ports:
  - port: 80
    protocol: TCP
    targetPort: 80
  type: ClusterIP
  clusterIP: ${/clusterIP: (.*)/.exec(text)?.[1]}
`);
  });

  test('reads as it was imported, and around a change as well', async () => {
    const bench = testBench([]);
    const text = `# The front door.\n${SERVICE.replace('{app: shop}', '{app: shop} # all of them')}`;
    await importText(bench.playground, text, { bringToLife: false });
    const service = bench.object<Service>('Service/default/shop');
    await bench.succeed({
      type: 'update',
      object: { ...service, spec: { ...service.spec, sessionAffinity: 'ClientIP' } } as Service,
    });
    const exported = await exportText(bench.playground);
    expect(exported.slice(exported.indexOf('# The'))).toBe(
      text.replace('name: shop\n', 'name: shop\n  annotations:\n    kubehop.dev/position: 224,44\n') +
        '  sessionAffinity: ClientIP\n',
    );
  });

  test('keeps unknown kinds and fields as they came', async () => {
    const text = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: shop
  creationTimestamp: null
spec:
  hosts: []
status:
  loadBalancer: {}
---
apiVersion: v1
kind: Service
metadata:
  name: shop
  managedBy: somebody
spec:
  future: {field: [1, two]}
  ports: [{port: 80, color: red}]
`;
    const { playground } = testBench([]);
    await importText(playground, text);
    const exported = readManifest(await exportText(playground)).documents.map(({ object }) => object);
    const [virtualService, service] = ['VirtualService', 'Service'].map((kind) =>
      exported.find((object) => object.kind === kind),
    );
    const given = readManifest(text).documents.map(({ object }) => object);
    expect(virtualService).toEqual(given[0]);
    expect(service).toMatchObject({
      metadata: { managedBy: 'somebody' },
      spec: { future: { field: [1, 'two'] }, ports: [{ port: 80, color: 'red' }] },
    });
  });

  test('is named after its title', () => {
    expect(fileNameFor('The shop behind a LoadBalancer')).toBe('the-shop-behind-a-loadbalancer.yaml');
    expect(fileNameFor('…')).toBe('kubehop.yaml');
  });
});

describe.skipIf(manifests.length === 0)('real manifests', () => {
  test('Online Boutique is a living picture at once', async () => {
    const bench = testBench([]);
    const { lines } = await importText(
      bench.playground,
      manifest('online-boutique--release--kubernetes-manifests.yaml'),
    );
    expect(lines.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
    const ends: RequestEnd[] = [];
    bench.playground.onEvents((events) => {
      for (const event of events) if (event.type === 'RequestEnd') ends.push(event);
    });
    bench.frames.advance(60_000);
    const answered = new Set(
      ends.filter(({ outcome }) => outcome === 'answered').map(({ traffic }) => traffic),
    );
    for (const pair of [
      'frontend-to-cartservice',
      'checkoutservice-to-paymentservice',
      'cartservice-to-redis-cart',
      'visitor-to-frontend-external',
    ])
      expect([...answered]).toContain(`Traffic.kubehop.dev//traffic-${pair}`);
    const traffic = [...bench.state().objects.keys()].filter((key) => key.startsWith('Traffic.'));
    expect(traffic.filter((key) => !answered.has(key))).toEqual([]);
  });

  test.each(manifests)('%s is applied or refused with a reason', async (name) => {
    const bench = testBench(defaultScene, false);
    const { lines } = await importText(bench.playground, manifest(name), { createNamespaces: true });
    for (const { outcome, reason, line } of lines) {
      expect(line).toBeGreaterThan(0);
      expect(reason === '').toBe(outcome !== 'refused' && outcome !== 'leftOut');
    }
    const kept = lines.filter(({ outcome }) => outcome === 'created' || outcome === 'configured');
    const names = new Set(
      [...bench.state().objects.values()].map(
        (object: KubernetesObject) => `${object.kind} ${object.metadata.name}`,
      ),
    );
    for (const { name } of kept) expect([...names]).toContain(name.replace(/ in [^ ]+$/, ''));
    await bench.succeed({ type: 'step' });
  });
});
