import { describe, expect, it } from 'vitest';
import {
  cluster,
  create,
  deployment,
  node,
  pod,
  podNamed,
  podsOf,
  remove,
  run,
  service,
  slicesOf,
} from '../../testing/cluster.ts';
import { write } from '../apiServer.ts';

describe('what belongs together', () => {
  it('GC1 a Deployment takes its ReplicaSets and Pods with it', () => {
    const simulation = cluster([node('node-a'), deployment('shop', 3), pod('bare', 'shop')]);
    remove(simulation, 'Deployment.apps/default/shop');
    run(simulation, 1000);
    expect([...simulation.byKind.ReplicaSet.keys()].filter((key) => key.includes('shop'))).toEqual([]);
    expect(
      podsOf(simulation, 'shop').every(
        (each) => each.metadata.name === 'bare' || each.metadata.deletionTimestamp,
      ),
    ).toBe(true);
    run(simulation, 5000);
    expect(podsOf(simulation, 'shop').map((each) => each.metadata.name)).toEqual(['bare']);
  });

  it('GC1 a Service takes its EndpointSlices with it', () => {
    const simulation = cluster([node('node-a'), pod('shop'), service('shop')]);
    remove(simulation, 'Service/default/shop');
    run(simulation, 1000);
    expect(slicesOf(simulation, 'shop')).toEqual([]);
  });

  it('GC1 an owner of the same name but another uid is not the owner', () => {
    const simulation = cluster([node('node-a'), deployment('shop', 1)]);
    const [before] = podsOf(simulation, 'shop');
    remove(simulation, 'Deployment.apps/default/shop');
    create(simulation, deployment('shop', 1));
    run(simulation, 10_000);
    const after = podsOf(simulation, 'shop');
    expect(after).toHaveLength(1);
    expect(after[0]!.metadata.uid).not.toBe(before!.metadata.uid);
  });

  it('GC1 an object whose owner never was is deleted', () => {
    const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'gone', uid: '1234', controller: true };
    const simulation = cluster([node('node-a')]);
    create(simulation, pod('orphan', 'orphan', {}, { ownerReferences: [owner] }));
    run(simulation, 10_000);
    expect(podsOf(simulation, 'orphan')).toEqual([]);
  });

  it('GC3 an owner that is deleted in the foreground goes after all that it owns', () => {
    const simulation = cluster([node('node-a'), deployment('shop', 2)]);
    const key = 'Deployment.apps/default/shop';
    write(simulation, { verb: 'delete', key, propagationPolicy: 'Foreground' }, 'user');
    const metadataOf = () => simulation.objects.get(key)?.metadata;
    expect(metadataOf()).toMatchObject({ finalizers: ['foregroundDeletion'] });
    run(simulation, 1000);
    const set = () =>
      [...simulation.byKind.ReplicaSet.values()].find(({ metadata }) => metadata.name.startsWith('shop-'));
    expect(set()?.metadata.finalizers).toEqual(['foregroundDeletion']);
    expect(podsOf(simulation, 'shop').every(({ metadata }) => metadata.deletionTimestamp)).toBe(true);
    expect(metadataOf()?.deletionTimestamp).toBeDefined();
    run(simulation, 40_000);
    expect(podsOf(simulation, 'shop')).toEqual([]);
    expect(set()).toBeUndefined();
    expect(metadataOf()).toBeUndefined();
  });

  it('GC2 Pods go with their node, and those of a ReplicaSet come back elsewhere', () => {
    const simulation = cluster([
      node('node-a'),
      node('node-b'),
      deployment('shop', 4),
      pod('bare', 'bare', { nodeName: 'node-b' }),
    ]);
    remove(simulation, 'Node//node-b');
    run(simulation, 10_000);
    expect(podsOf(simulation, 'bare')).toEqual([]);
    expect(podsOf(simulation, 'shop').map((each) => each.spec.nodeName)).toEqual(Array(4).fill('node-a'));
  });

  it('ND2 a Node has the labels of its kubelet, and Pods can ask for them', () => {
    const linux = { nodeSelector: { 'kubernetes.io/os': 'linux', 'kubernetes.io/hostname': 'node-b' } };
    const simulation = cluster([node('node-a'), node('node-b'), pod('shop', 'shop', linux)]);
    expect(simulation.byKind.Node.get('Node//node-a')?.metadata.labels).toEqual({
      'kubernetes.io/arch': 'amd64',
      'kubernetes.io/hostname': 'node-a',
      'kubernetes.io/os': 'linux',
    });
    expect(podNamed(simulation, 'shop')?.spec.nodeName).toBe('node-b');
  });

  it('ND1 a Node gets the podCIDR of its number and becomes Ready', () => {
    const simulation = cluster([
      node('node-a'),
      node('node-b'),
      node('node-c', { podCIDR: '10.244.77.0/24' }),
    ]);
    const facts = [...simulation.byKind.Node.values()].map(({ spec, status }) => [
      spec?.podCIDR,
      status?.addresses?.map((each) => `${each.type} ${each.address}`),
      status?.conditions?.map((each) => `${each.type}=${each.status}`),
    ]);
    expect(facts).toEqual([
      ['10.244.1.0/24', ['InternalIP 192.168.1.11', 'Hostname node-a'], ['Ready=True']],
      ['10.244.2.0/24', ['InternalIP 192.168.1.12', 'Hostname node-b'], ['Ready=True']],
      ['10.244.77.0/24', ['InternalIP 192.168.1.13', 'Hostname node-c'], ['Ready=True']],
    ]);
    remove(simulation, 'Node//node-a');
    create(simulation, node('node-d'));
    run(simulation, 1000);
    expect(simulation.byKind.Node.get('Node//node-d')?.spec?.podCIDR).toBe('10.244.1.0/24');
  });

  it('ND3 a Node reports what `kubectl get nodes -o wide` shows', () => {
    const simulation = cluster([node('node-a')]);
    expect(simulation.byKind.Node.get('Node//node-a')?.status).toMatchObject({
      nodeInfo: {
        kubeletVersion: 'v1.35.0',
        osImage: expect.stringContaining('Linux'),
        kernelVersion: expect.any(String),
        containerRuntimeVersion: expect.stringMatching(/^containerd:/),
      },
      capacity: { cpu: '4', memory: '8388608Ki', pods: '110' },
      allocatable: { cpu: '4', memory: '8286208Ki', pods: '110' },
    });
  });
});
