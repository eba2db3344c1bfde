/**
 * The proxies that Envoy Gateway makes for each Gateway: a Deployment and a LoadBalancer Service in its own namespace, named
 * after the Gateway and a hash. Models envoyproxy/gateway `internal/infrastructure/kubernetes/proxy`. Simplified: one
 * container without its side-car, no ServiceAccount and ConfigMap; all listeners with one port share it.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Deployment } from '../../kubernetes/deployment.ts';
import type { Gateway } from '../../kubernetes/gateway.ts';
import { GATEWAY_API_VERSION, type GatewayClass } from '../../kubernetes/gatewayClass.ts';
import { keyOfKind } from '../../kubernetes/kinds.ts';
import { type KubernetesObject, type ObjectKey, objectKey, parseKey } from '../../kubernetes/objectMeta.ts';
import { isReady, isTerminating, type Pod } from '../../kubernetes/pod.ts';
import type { Service } from '../../kubernetes/service.ts';
import { write } from '../apiServer.ts';
import { isEqual } from '../equality.ts';
import {
  OWNING_GATEWAY_NAME,
  OWNING_GATEWAY_NAMESPACE,
  routingControllers,
} from '../network/routingControllers.ts';
import type { Simulation } from '../state.ts';

const IMAGE = 'docker.io/envoyproxy/envoy:distroless-v1.36.2';
const LONGEST_NAME = 48;
const { listenerPort } = routingControllers.find(({ name }) => name === 'Envoy Gateway')!;

/** `envoy-default-eg-e41e7b31`: namespace, name, and the beginning of their SHA-256. */
export function proxyName(namespace: string, name: string): string {
  const full = `${namespace}/${name}`;
  const short = full.replaceAll('/', '-').slice(0, LONGEST_NAME).replace(/-$/, '');
  return `envoy-${short}-${bytesToHex(sha256(utf8ToBytes(full))).slice(0, 8)}`;
}

function labelsOf(namespace: string, name: string): Record<string, string> {
  return {
    'app.kubernetes.io/component': 'proxy',
    'app.kubernetes.io/managed-by': 'envoy-gateway',
    'app.kubernetes.io/name': 'envoy',
    [OWNING_GATEWAY_NAME]: name,
    [OWNING_GATEWAY_NAMESPACE]: namespace,
  };
}

/** The Gateway's proxies that are ready. */
export function proxiesOf({ byKind }: Simulation, { metadata }: Gateway): Pod[] {
  return [...byKind.Pod.values()].filter(
    (pod) =>
      pod.metadata.labels?.[OWNING_GATEWAY_NAME] === metadata.name &&
      pod.metadata.labels[OWNING_GATEWAY_NAMESPACE] === metadata.namespace &&
      isReady(pod) &&
      !isTerminating(pod),
  );
}

/** Creates what is missing, and follows the Gateway's ports. */
export function writeProxies(
  simulation: Simulation,
  gateway: Gateway,
  gatewayClass: GatewayClass,
  namespace: string,
): void {
  const { name, namespace: home = 'default' } = gateway.metadata;
  const labels = labelsOf(home, name);
  const metadata = {
    name: proxyName(home, name),
    namespace,
    labels,
    ownerReferences: [
      {
        apiVersion: GATEWAY_API_VERSION,
        kind: 'GatewayClass',
        name: gatewayClass.metadata.name,
        uid: gatewayClass.metadata.uid!,
        controller: true,
      },
    ],
  };
  const ports = [...new Map(gateway.spec.listeners.map((one) => [one.port, one])).values()];
  const deployment: Deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'envoy',
              image: IMAGE,
              ports: ports.map(({ port, protocol }) => ({
                name: `${protocol.toLowerCase()}-${port}`,
                containerPort: listenerPort(port),
              })),
            },
          ],
        },
      },
    },
  };
  const service: Service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: {
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      selector: labels,
      ports: ports.map(({ port, protocol }) => ({
        name: `${protocol.toLowerCase()}-${port}`,
        port,
        targetPort: listenerPort(port),
      })),
    },
  };
  keep(simulation, deployment, samePorts);
  keep(simulation, service, samePorts);
}

type WithPorts = Deployment | Service;

function portsOf(object: WithPorts): unknown {
  return object.kind === 'Service'
    ? (object.spec.ports ?? []).map(({ name, port, targetPort }) => [name, port, targetPort])
    : object.spec.template.spec.containers[0]?.ports?.map(({ name, containerPort }) => [name, containerPort]);
}

function samePorts(a: WithPorts, b: WithPorts): boolean {
  return isEqual(portsOf(a), portsOf(b));
}

function keep<T extends WithPorts>(simulation: Simulation, wanted: T, isSame: (a: T, b: T) => boolean): void {
  const current = simulation.objects.get(objectKey(wanted)) as T | undefined;
  if (current === undefined) write(simulation, { verb: 'create', object: wanted }, 'gateway');
  else if (!isSame(current, wanted)) {
    const spec =
      wanted.kind === 'Service'
        ? { ...current.spec, ports: wanted.spec.ports }
        : { ...current.spec, template: (wanted as Deployment).spec.template };
    const object = { ...current, spec } as unknown as KubernetesObject;
    write(simulation, { verb: 'update', object }, 'gateway');
  }
}

/** The Gateway is gone: its proxies go too, wherever they are. */
export function removeProxies(simulation: Simulation, gateway: ObjectKey): void {
  const { namespace, name } = parseKey(gateway);
  const made = proxyName(namespace, name);
  for (const kind of ['Deployment', 'Service'] as const)
    for (const object of [...simulation.byKind[kind].values()])
      if (object.metadata.name === made && object.metadata.labels?.[OWNING_GATEWAY_NAME] === name)
        write(
          simulation,
          { verb: 'delete', key: keyOfKind(kind, object.metadata.namespace ?? '', made) },
          'gateway',
        );
}
