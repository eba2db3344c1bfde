/** Ports of a Service that lead to nobody: a name that no container port has, a number that nothing listens on. */
import type { Pod } from '../kubernetes/pod.ts';
import type { Service, ServicePort } from '../kubernetes/service.ts';
import { t } from '../messages/problems.ts';
import { type Listener, listenersOf, listenerText, listensOn } from '../simulation/network/podServer.ts';
import { closest } from './closest.ts';
import { type Fix, fixedBy, withPort } from './fixes.ts';
import type { Problem } from './problems.ts';
import { list, namesOf } from './survey.ts';

export function portProblems(service: Service, pods: readonly Pod[]): Problem[] {
  return (service.spec.ports ?? []).flatMap((port, index) => problemsOfPort(service, port, index, pods));
}

/** The container port that a named targetPort means in this Pod. */
export function namedPort(pod: Pod, name: string): number | undefined {
  const containers = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
  return containers.flatMap((container) => container.ports ?? []).find((port) => port.name === name)
    ?.containerPort;
}

function problemsOfPort(service: Service, port: ServicePort, index: number, pods: readonly Pod[]): Problem[] {
  const leadTo = (targetPort: number | string | undefined): Fix | undefined =>
    targetPort === undefined || targetPort === target
      ? undefined
      : {
          label: t('leadPortPortToTargetPort', { port: port.port, targetPort }),
          commands: [withPort(service, index, { targetPort })],
        };
  const field = `spec.ports[${index}].targetPort`;
  const target = port.targetPort ?? port.port;
  const protocol = port.protocol ?? 'TCP';
  if (typeof target === 'string') {
    const without = pods.filter((pod) => namedPort(pod, target) === undefined);
    if (without.length > 0) {
      const names = new Set(
        pods
          .flatMap((pod) => pod.spec.containers)
          .flatMap(({ ports = [] }) => ports.flatMap(({ name }) => name ?? [])),
      );
      const near = closest(target, [...names]);
      return [
        {
          cause: 'port',
          severity: without.length === pods.length ? 'error' : 'warning',
          field,
          text: t('noPortOfThisName', {
            target,
            pods: namesOf(without),
            near: near ?? '',
            hasNear: near === undefined ? 'no' : 'yes',
          }),
          ...fixedBy(leadTo(near ?? sharedPort(pods, protocol))),
        },
      ];
    }
  }
  if (service.spec.clusterIP === 'None') return [];
  const deaf = pods.filter((pod) => {
    const number = typeof target === 'string' ? namedPort(pod, target) : target;
    return number === undefined || !listensOn(listenersOf(pod), number, protocol);
  });
  if (deaf.length === 0) return [];
  return [
    {
      cause: 'port',
      severity: deaf.length === pods.length ? 'error' : 'warning',
      field,
      text: t('nothingListens', {
        target,
        protocol,
        pods: namesOf(deaf),
        listeners: listeners(listenersOf(deaf[0]!)),
      }),
      ...fixedBy(leadTo(sharedPort(pods, protocol))),
    },
  ];
}

function listeners(found: readonly Listener[]): string {
  return found.length === 0 ? t('noPort') : list(found.map(listenerText));
}

/** The first port of the protocol that every one of them listens on. */
function sharedPort(pods: readonly Pod[], protocol: string): number | undefined {
  const [first, ...others] = pods.map((pod) =>
    listenersOf(pod).flatMap((listener) =>
      listener.protocol === protocol && !listener.isLocal ? listener.port : [],
    ),
  );
  return first?.find((port) => others.every((ports) => ports.includes(port)));
}
