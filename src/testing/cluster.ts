/** Builders for tests: objects with as little text as possible, and clusters made of them. */
import type { Client } from '../kubernetes/client.ts';
import type { CloudProvider } from '../kubernetes/cloudProvider.ts';
import type { Deployment } from '../kubernetes/deployment.ts';
import type { EndpointSlice } from '../kubernetes/endpointSlice.ts';
import type { Namespace } from '../kubernetes/namespace.ts';
import type { Node } from '../kubernetes/node.ts';
import type { KubernetesObject, ObjectKey, ObjectMeta } from '../kubernetes/objectMeta.ts';
import type { Pod, PodSpec, PodTemplateSpec } from '../kubernetes/pod.ts';
import type { Service, ServiceSpec } from '../kubernetes/service.ts';
import { type WriteResult, write } from '../simulation/apiServer.ts';
import type { ClusterEvent, SimulationEvent } from '../simulation/events.ts';
import { advance, createSimulation, type SimulationOptions } from '../simulation/simulation.ts';
import type { Simulation } from '../simulation/state.ts';

export function node(
  name: string,
  spec: NonNullable<Node['spec']> = {},
  labels: Record<string, string> = {},
): Node {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, spec };
}

export function namespace(name: string): Namespace {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

/** A Pod with the label `app`, one container and port 8080. */
export function pod(
  name: string,
  app = name,
  spec: Partial<PodSpec> = {},
  metadata: Partial<ObjectMeta> = {},
): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: { app }, ...metadata },
    spec: { containers: [{ name: 'app', image: 'nginx', ports: [{ containerPort: 8080 }] }], ...spec },
  };
}

export function deployment(name: string, replicas = 3, spec: Partial<Deployment['spec']> = {}): Deployment {
  const template: PodTemplateSpec = {
    metadata: { labels: { app: name } },
    spec: { containers: [{ name: 'app', image: 'nginx', ports: [{ containerPort: 8080 }] }] },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default' },
    spec: { replicas, selector: { matchLabels: { app: name } }, template, ...spec },
  };
}

/** A Service that selects `app: <name>` and leads port 80 to 8080. */
export function service(name: string, spec: ServiceSpec = {}, metadata: Partial<ObjectMeta> = {}): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default', ...metadata },
    spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }], ...spec },
  };
}

export function client(name: string): Client {
  return { apiVersion: 'kubehop.dev/v1alpha1', kind: 'Client', metadata: { name }, spec: {} };
}

export function cloudProvider(spec: CloudProvider['spec'] = {}): CloudProvider {
  return { apiVersion: 'kubehop.dev/v1alpha1', kind: 'CloudProvider', metadata: { name: 'cloud' }, spec };
}

/** The ServiceCIDR that says which IP families the cluster has. */
export function serviceCIDR(...cidrs: string[]): KubernetesObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'ServiceCIDR',
    metadata: { name: 'kubernetes' },
    spec: { cidrs },
  } as KubernetesObject;
}

/** A cluster at rest with these objects. */
export function cluster(
  objects: readonly KubernetesObject[],
  seed = 1,
  options: SimulationOptions = {},
): Simulation {
  return createSimulation({ seed, objects: [...objects] }, options);
}

export function create(simulation: Simulation, object: KubernetesObject): WriteResult {
  return write(simulation, { verb: 'create', object }, 'user');
}

export function remove(simulation: Simulation, key: ObjectKey, gracePeriodSeconds?: number): WriteResult {
  return write(
    simulation,
    { verb: 'delete', key, ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }) },
    'user',
  );
}

/** The user changes one object: `change` gets the stored one and returns the wanted one. */
export function edit<T extends KubernetesObject>(
  simulation: Simulation,
  key: ObjectKey,
  change: (object: T) => T,
): WriteResult {
  const object = change(simulation.objects.get(key) as T);
  return write(simulation, { verb: 'update', object }, 'user');
}

/** Lets time pass. */
export function run(simulation: Simulation, ms: number): SimulationEvent[] {
  return advance(simulation, simulation.now + ms);
}

export function clusterEvents(events: readonly SimulationEvent[]): ClusterEvent[] {
  return events.filter((event) => event.type === 'ClusterEvent');
}

export function podsOf(simulation: Simulation, app: string): Pod[] {
  return [...simulation.byKind.Pod.values()]
    .filter((each) => each.metadata.labels?.app === app)
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

export function slicesOf(simulation: Simulation, name: string): EndpointSlice[] {
  return [...simulation.byKind.EndpointSlice.values()]
    .filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === name)
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

export function serviceNamed(simulation: Simulation, name: string): Service {
  return simulation.byKind.Service.get(`Service/default/${name}`)!;
}

export function podNamed(simulation: Simulation, name: string): Pod | undefined {
  return simulation.byKind.Pod.get(`Pod/default/${name}`);
}
