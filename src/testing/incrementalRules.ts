/** What one change of an endpoint costs among 5,000 Services with 10 endpoints each: compiling it, and all nodes' syncs. */
import type { EndpointSlice } from '../kubernetes/endpointSlice.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { Service } from '../kubernetes/service.ts';
import type { ProxyMode } from '../simulation/network/kubeProxy.ts';
import { chainsOf } from '../simulation/network/kubeProxy.ts';
import { portsOf } from '../simulation/network/serviceTable.ts';
import { cluster, edit, node, run, service } from './cluster.ts';

const SERVICES = 5000;
const ENDPOINTS = 10;
const NODES = 10;
const CHANGES = 60;

const nameOf = (index: number) => `service-${index}`;

function addressOf(index: number, endpoint: number): string {
  const number = index * ENDPOINTS + endpoint;
  return `10.244.${1 + (number % NODES)}.${2 + (Math.floor(number / NODES) % 250)}`;
}

function sliceOf(index: number, ready: boolean): EndpointSlice {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${nameOf(index)}-1`,
      namespace: 'default',
      labels: { 'kubernetes.io/service-name': nameOf(index) },
    },
    addressType: 'IPv4',
    endpoints: Array.from({ length: ENDPOINTS }, (_, endpoint) => ({
      addresses: [addressOf(index, endpoint)],
      nodeName: `node-${(index + endpoint) % NODES}`,
      conditions: { ready: ready || endpoint > 0 },
    })),
    ports: [{ name: '', port: 8080, protocol: 'TCP' }],
  };
}

function serviceOf(index: number): Service {
  const { selector: _, ...spec } = service(nameOf(index)).spec;
  return { ...service(nameOf(index)), spec } as Service;
}

/** Milliseconds of each change until every node has its new rules, and the chains of that Service are there. */
export function measureChanges(mode: ProxyMode): number[] {
  const configuration = {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    metadata: { name: 'kube-proxy' },
    mode,
  } as KubernetesObject;
  const indexes = Array.from({ length: SERVICES }, (_, index) => index);
  const simulation = cluster([
    configuration,
    ...Array.from({ length: NODES }, (_, n) => node(`node-${n}`)),
    ...indexes.map(serviceOf),
    ...indexes.map((index) => sliceOf(index, true)),
  ]);
  return Array.from({ length: CHANGES }, (_, change) => {
    const index = (change * 83) % SERVICES;
    const name = nameOf(index);
    edit<EndpointSlice>(simulation, `EndpointSlice.discovery.k8s.io/default/${name}-1`, (object) => ({
      ...object,
      endpoints: sliceOf(index, false).endpoints,
    }));
    const startedAt = performance.now();
    const events = run(simulation, 1000);
    for (const { rules } of simulation.network.nodes.values())
      for (const info of portsOf(rules.table, `Service/default/${name}`)) chainsOf(rules, info);
    const ms = performance.now() - startedAt;
    if (events.filter(({ type }) => type === 'RulesSynced').length !== NODES)
      throw new Error('Not every node has its new rules.');
    return ms;
  });
}
