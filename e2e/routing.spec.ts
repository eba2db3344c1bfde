/** Each of the five Service forms: which Pod answered, and which source address it saw. */
import { pod, service, traffic, twoNodes, visitor } from './manifests.ts';
import { expect, test } from './test.ts';

const web = twoNodes + pod('web-a', 'web', 'node-a') + pod('web-b', 'web', 'node-b');
const tester = pod('tester', 'tester', 'node-a');

test.beforeEach(async ({ playground }) => {
  await playground.open({ scene: 'empty' });
});

test('ClusterIP: both Pods answer, and see the address of the Pod that asks', async ({ playground }) => {
  await playground.apply(
    web + tester + service('web', 'selector: {app: web}, ports: [{port: 80, targetPort: 8080}]'),
  );
  const address = await playground.addressOf('Pod tester');
  await playground.apply(traffic('Pod/tester', 'http://web/'));
  const requests = await playground.runUntilEnded(12);

  expect(new Set(requests.map((request) => request.answeredBy))).toEqual(new Set(['web-a', 'web-b']));
  expect(new Set(requests.map((request) => request.sourceSeen))).toEqual(new Set([address]));
  expect(new Set(requests.map((request) => request.outcome))).toEqual(new Set(['Answered']));
});

test('NodePort: any Node forwards, and the Pod sees that Node', async ({ playground }) => {
  await playground.applyAndSettle(
    twoNodes +
      pod('web-b', 'web', 'node-b') +
      visitor +
      service(
        'web',
        'type: NodePort, selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]',
      ),
  );
  await playground.apply(traffic('Client/visitor', 'http://192.168.1.11:30080/'));
  const [request] = await playground.runUntilEnded(1);

  expect(request).toMatchObject({ answeredBy: 'web-b', sourceSeen: '192.168.1.11' });
});

test('NodePort with externalTrafficPolicy Local keeps the visitor’s address', async ({ playground }) => {
  await playground.applyAndSettle(
    twoNodes +
      pod('web-b', 'web', 'node-b') +
      visitor +
      service(
        'web',
        'type: NodePort, externalTrafficPolicy: Local, selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]',
      ),
  );
  await playground.apply(traffic('Client/visitor', 'http://192.168.1.12:30080/'));
  const [request] = await playground.runUntilEnded(1);

  expect(request).toMatchObject({ answeredBy: 'web-b', sourceSeen: '203.0.113.7' });
});

test('LoadBalancer: one address for visitors; both Pods answer and see a Node', async ({ playground }) => {
  await playground.apply(
    web +
      visitor +
      service('web', 'type: LoadBalancer, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]'),
  );
  await playground.advance(10_000);
  const address = await playground.addressOf('Load balancer of Service web');
  expect(address).toMatch(/^192\.0\.2\.\d+$/);
  await playground.apply(traffic('Client/visitor', `http://${address}/`));
  const requests = await playground.runUntilEnded(12);

  expect(new Set(requests.map((request) => request.answeredBy))).toEqual(new Set(['web-a', 'web-b']));
  for (const { sourceSeen } of requests) expect(['192.168.1.11', '192.168.1.12']).toContain(sourceSeen);
});

test('ExternalName: the outside server itself answers, sees the Node, and does not know the alias', async ({
  playground,
}) => {
  await playground.applyAndSettle(
    twoNodes +
      tester +
      service('pay', 'type: ExternalName, externalName: pay.example.com') +
      `
---
apiVersion: kubehop.dev/v1alpha1
kind: OutsideServer
metadata: {name: gateway}
spec: {hostname: pay.example.com}
`,
  );
  await playground.apply(traffic('Pod/tester', 'http://pay/'));
  const [request] = await playground.runUntilEnded(1);

  expect(request).toMatchObject({
    answeredBy: 'gateway',
    sourceSeen: '192.168.1.11',
    outcome: '404 Not Found',
  });
  await playground.followOldest();
  await expect(playground.inspector).toContainText('Host pay');
  const outcome = playground.inspector.getByRole('region', { name: 'Outcome' });
  await expect(outcome).toContainText('404 Not Found from gateway');
  await expect(outcome).toContainText('Send the Host that the server knows: pay.example.com.');
});

test('Headless: DNS hands out the Pods themselves, and the port is the Pod’s own', async ({ playground }) => {
  await playground.apply(
    web +
      tester +
      service('web', 'clusterIP: None, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]'),
  );
  const address = await playground.addressOf('Pod tester');
  await playground.apply(traffic('Pod/tester', 'http://web:8080/'));
  const requests = await playground.runUntilEnded(12);

  expect(new Set(requests.map((request) => request.answeredBy))).toEqual(new Set(['web-a', 'web-b']));
  expect(new Set(requests.map((request) => request.sourceSeen))).toEqual(new Set([address]));
});
