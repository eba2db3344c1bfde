import { expect, test } from 'vitest';
import type { Pod } from '../kubernetes/pod.ts';
import { cluster, node, pod, podNamed, remove, run } from '../testing/cluster.ts';
import { stoppingText } from './stopping.ts';

const containers = [
  {
    name: 'app',
    image: 'nginx',
    ports: [{ containerPort: 8080 }],
    lifecycle: { preStop: { sleep: { seconds: 5 } } },
  },
];

test('a Pod that stops says what it waits for, and how long at most', () => {
  const simulation = cluster([node('node-a'), pod('web', 'web', { containers })]);
  const text = () => stoppingText(podNamed(simulation, 'web') as Pod, simulation.now);
  expect(text()).toBeNull();
  remove(simulation, 'Pod/default/web');
  expect(text()).toBe(
    'Its preStop hook runs; SIGTERM in 5 s, SIGKILL in 30 s at the latest. Until SIGTERM it serves as before.',
  );
  run(simulation, 3000);
  expect(text()).toContain('SIGTERM in 2 s, SIGKILL in 27 s');
  run(simulation, 3000);
  expect(text()).toBe(
    'SIGTERM was sent: it takes no new connections and ends; SIGKILL in 24 s at the latest.',
  );
});

test('an application that serves on after SIGTERM says so', () => {
  const stubborn = pod('web', 'web', {}, { annotations: { 'kubehop.dev/stop-seconds': 'never' } });
  const simulation = cluster([node('node-a'), stubborn]);
  remove(simulation, 'Pod/default/web');
  run(simulation, 10_000);
  expect(stoppingText(podNamed(simulation, 'web') as Pod, simulation.now)).toBe(
    'SIGTERM was sent, but its application serves on; SIGKILL in 20 s at the latest.',
  );
});
