import { expect, test } from 'vitest';
import {
  balancedAddresses,
  disagreement,
  observeSimulation,
  type Pair,
  pairsOf,
  simulate,
} from './compare.ts';
import { kernelScenes } from './scenes.ts';

const pair: Pair = {
  from: 'Pod/default/a',
  host: '10.96.0.80',
  port: 80,
  protocol: 'TCP',
  isSticky: false,
  count: 3,
};
const answered = (answeredBy: string[], sources: string[]) => ({
  outcomes: ['answered'],
  answeredBy,
  sources,
});

test('a different verdict, Pod or source address is a disagreement', () => {
  const simulated = answered(['x', 'y'], ['10.244.1.2']);
  expect(disagreement(pair, simulated, simulated)).toBeNull();
  for (const real of [
    answered(['x'], ['10.244.1.2']),
    answered(['x', 'y'], ['192.168.1.11']),
    { outcomes: ['refused'], answeredBy: [], sources: [] },
  ])
    expect(disagreement(pair, simulated, real)).toContain(
      'Pod/default/a -> TCP 10.96.0.80:80: simulated answered by x, y',
    );
});

test('with affinity both stick to one Pod, whichever it is', () => {
  const sticky = { ...pair, isSticky: true };
  expect(disagreement(sticky, answered(['x'], ['s']), answered(['y'], ['t']))).toBeNull();
  expect(disagreement(sticky, answered(['x'], ['s']), answered(['x'], ['t']))).not.toBeNull();
  expect(disagreement(sticky, answered(['x'], ['s']), answered(['x', 'y'], ['s']))).not.toBeNull();
});

test('every scene stands without refusals and has at least a dozen comparisons in each mode', () => {
  for (const scene of kernelScenes)
    for (const mode of ['iptables', 'nftables'] as const) {
      const simulation = simulate(scene, mode);
      expect({ title: scene.title, refused: simulation.refused }).toEqual({
        title: scene.title,
        refused: [],
      });
      expect([...simulation.network.nodes.values()][0]!.rules.config.mode).toBe(mode);
      expect(pairsOf(simulation).length).toBeGreaterThan(12);
    }
});

test('the cloud gives connections to nodes that have an endpoint, and the simulation says who answers', () => {
  const scene = kernelScenes.find(({ title }) => title.startsWith('a load balancer with'))!;
  const simulation = simulate(scene, 'iptables');
  expect(balancedAddresses(simulation)).toEqual([
    { address: '192.0.2.40', nodes: ['192.168.1.11', '192.168.1.12'] },
  ]);
  const toBalancer = pairsOf(simulation).find(
    ({ from, host }) => from.endsWith('/visitor') && host === '192.0.2.40',
  )!;
  expect(observeSimulation(simulation, toBalancer)).toEqual({
    outcomes: ['answered'],
    answeredBy: ['Pod/default/shop-1', 'Pod/default/shop-2', 'Pod/default/shop-3'],
    sources: ['203.0.113.7'],
  });
});
