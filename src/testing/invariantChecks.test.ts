import { describe, expect, it } from 'vitest';
import type { SimulationEvent } from '../simulation/events.ts';
import { client, cluster, node, pod, run, service } from './cluster.ts';
import { checkEndpoints, checkPackets, checkRequests, checkVerdicts } from './invariantChecks.ts';
import { traffic } from './requests.ts';

function story() {
  const simulation = cluster([
    node('node-a'),
    pod('shop'),
    pod('web'),
    client('visitor'),
    service('shop'),
    traffic('t', { from: { kind: 'Pod', name: 'web' }, service: { name: 'shop' } }),
  ]);
  const slices = [...simulation.byKind.EndpointSlice.values()];
  return { simulation, slices, events: run(simulation, 8000) };
}

const without = (events: readonly SimulationEvent[], type: SimulationEvent['type']) => {
  const index = events.findIndex((event) => event.type === type);
  return events.filter((_, each) => each !== index);
};

describe('the checks of what must hold', () => {
  it('accept what happens in a cluster', () => {
    const { simulation, slices, events } = story();
    checkRequests(simulation, events);
    checkPackets(simulation, events);
    checkVerdicts(events);
    checkEndpoints(slices, events);
  });

  it('find a lost end, a packet that jumps, a verdict without a rule and an address that nobody lists', () => {
    const { simulation, slices, events } = story();
    expect(() => checkRequests(simulation, without(events, 'RequestEnd'))).toThrow('requests are missing');
    expect(() => checkPackets(simulation, without(events, 'PacketEnd'))).toThrow('a packet vanished');
    const hops = events.filter((event) => event.type === 'Hop');
    const middle = hops.find((hop) => hop.reason === 'EndpointPicked')!;
    expect(() =>
      checkPackets(
        simulation,
        events.filter((event) => event !== middle),
      ),
    ).toThrow('a packet jumped');
    const ruleless = events.map((event) => (event.type === 'PacketEnd' ? { ...event, rule: null } : event));
    expect(() => checkVerdicts(ruleless)).toThrow('a verdict without a rule');
    expect(() => checkEndpoints([], events)).toThrow('no slice of the Service lists');
    expect(slices.length).toBeGreaterThan(0);
  });
});
