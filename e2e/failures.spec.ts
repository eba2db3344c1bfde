/** Wrong things fail as they really do, each in its own way. */
import { pod, service, traffic, twoNodes, visitor } from './manifests.ts';
import { expect, test } from './test.ts';

const tester = pod('tester', 'tester', 'node-a');

test.beforeEach(async ({ playground }) => {
  await playground.open({ scene: 'empty' });
});

test('no ready endpoint: the connection is refused', async ({ playground }) => {
  await playground.applyAndSettle(
    twoNodes +
      tester +
      pod('web-a', 'web', 'node-a', '{kubehop.dev/ready: "false"}') +
      service('web', 'selector: {app: web}, ports: [{port: 80, targetPort: 8080}]'),
  );
  await playground.apply(traffic('Pod/tester', 'http://web/'));
  const [request] = await playground.runUntilEnded(1);

  expect(request).toMatchObject({ outcome: 'Connection refused', answeredBy: '' });
  await playground.followOldest();
  await expect(playground.inspector).toContainText(/no ready endpoints/i);
});

test('a wrong targetPort: the Pod itself refuses', async ({ playground }) => {
  await playground.applyAndSettle(
    twoNodes +
      tester +
      pod('web-a', 'web', 'node-a') +
      service('web', 'selector: {app: web}, ports: [{port: 80, targetPort: 9999}]'),
  );
  await playground.apply(traffic('Pod/tester', 'http://web/'));
  const [request] = await playground.runUntilEnded(1);

  expect(request).toMatchObject({ outcome: 'Connection refused' });
  await playground.followOldest();
  await expect(playground.inspector).toContainText('9999');
  await expect(playground.inspector).toContainText('web-a');
});

test('a Node without an endpoint under the Local policy: dropped, so it times out', async ({
  playground,
}) => {
  await playground.applyAndSettle(
    twoNodes +
      visitor +
      pod('web-b', 'web', 'node-b') +
      service(
        'web',
        'type: NodePort, externalTrafficPolicy: Local, selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]',
      ),
  );
  await playground.apply(traffic('Client/visitor', 'http://192.168.1.11:30080/'));
  const [request] = await playground.runUntilEnded(1);

  expect(request).toMatchObject({ outcome: 'Timed out', answeredBy: '' });
  await playground.followOldest();
  await expect(playground.inspector).toContainText('externalTrafficPolicy');
});

test('an unknown name: NXDOMAIN', async ({ playground }) => {
  await playground.applyAndSettle(twoNodes + tester);
  await playground.apply(traffic('Pod/tester', 'http://shpo/'));
  const [request] = await playground.runUntilEnded(1);

  expect(request).toMatchObject({ outcome: 'Name not found' });
  await playground.followOldest();
  await expect(playground.inspector).toContainText('NXDOMAIN');
});

test('a load balancer that nobody provides: pending, and no address to connect to', async ({
  playground,
}) => {
  await playground.deleteFromList('CloudProvider cloud');
  await playground.apply(
    twoNodes +
      pod('web-a', 'web', 'node-a') +
      visitor +
      service('web', 'type: LoadBalancer, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]') +
      `
---
apiVersion: kubehop.dev/v1alpha1
kind: Traffic
metadata: {name: traffic}
spec:
  from: {kind: Client, name: visitor}
  service: {name: web}
  requestsPerSecond: 0.5
`,
  );
  const [request] = await playground.runUntilEnded(1);

  expect(request).toMatchObject({ outcome: 'No address' });
  await expect(playground.card('Load balancer of Service web')).toHaveAccessibleName(/pending/);
});
