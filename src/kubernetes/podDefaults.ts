/** What the API server fills into a Pod: pkg/apis/core/v1/defaults.go `SetDefaults_Pod`, `SetDefaults_PodSpec` and those of its parts. */
import type { Container, ContainerPort, Pod, PodSpec, Probe } from './pod.ts';

/** The tag or digest decides how eagerly an image is pulled. */
function pullPolicyOf(image: string): 'Always' | 'IfNotPresent' {
  if (image.includes('@')) return 'IfNotPresent';
  const tag = /:([^/:]+)$/.exec(image)?.[1] ?? 'latest';
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

function probeDefaults(probe: Probe): Probe {
  return {
    ...probe,
    ...(probe.httpGet
      ? {
          httpGet: {
            ...probe.httpGet,
            path: probe.httpGet.path || '/',
            scheme: probe.httpGet.scheme || 'HTTP',
          },
        }
      : {}),
    timeoutSeconds: probe.timeoutSeconds || 1,
    periodSeconds: probe.periodSeconds || 10,
    successThreshold: probe.successThreshold || 1,
    failureThreshold: probe.failureThreshold || 3,
  };
}

function portDefaults(port: ContainerPort, onHostNetwork: boolean): ContainerPort {
  const protocol = port.protocol || 'TCP';
  return onHostNetwork
    ? { ...port, protocol, hostPort: port.hostPort || port.containerPort }
    : { ...port, protocol };
}

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

function containerDefaults(container: Container, onHostNetwork: boolean): Container {
  const result: Container = {
    ...container,
    imagePullPolicy: container.imagePullPolicy || pullPolicyOf(container.image ?? ''),
    terminationMessagePath: container.terminationMessagePath || '/dev/termination-log',
    terminationMessagePolicy: container.terminationMessagePolicy || 'File',
  };
  if (container.ports) result.ports = container.ports.map((port) => portDefaults(port, onHostNetwork));
  for (const probe of probes) {
    const value = container[probe];
    if (value) result[probe] = probeDefaults(value);
  }
  return result;
}

/** A PodSpec inside a template; `isPod` adds what only a Pod itself gets. */
export function podSpecDefaults(spec: PodSpec, isPod = false): PodSpec {
  const onHostNetwork = isPod && spec.hostNetwork === true;
  const result: PodSpec = {
    ...spec,
    containers: (spec.containers ?? []).map((container) => containerDefaults(container, onHostNetwork)),
    restartPolicy: spec.restartPolicy || 'Always',
    terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds ?? 30,
    dnsPolicy: spec.dnsPolicy || 'ClusterFirst',
    securityContext: spec.securityContext ?? {},
    schedulerName: spec.schedulerName || 'default-scheduler',
  };
  if (spec.initContainers)
    result.initContainers = spec.initContainers.map((container) =>
      containerDefaults(container, onHostNetwork),
    );
  if (isPod) result.enableServiceLinks = spec.enableServiceLinks ?? true;
  return result;
}

export function podDefaults(pod: Pod): Pod {
  return { ...pod, spec: podSpecDefaults(pod.spec ?? { containers: [] }, true) };
}
