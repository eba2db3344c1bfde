/** What is wrong with a Service: its selector, its endpoints, its ports, its address. */

import { isFinished } from '../kubernetes/job.ts';
import { isReady, type Pod } from '../kubernetes/pod.ts';
import type { Service, ServicePort } from '../kubernetes/service.ts';
import { topWorkloads, type Workload } from '../kubernetes/workload.ts';
import { type Listener, listenersOf } from '../simulation/network/podServer.ts';
import { closest } from './closest.ts';
import type { Problem } from './problems.ts';
import { templatePod } from './queries.ts';
import { count, list, namesOf, type Survey } from './survey.ts';

export function serviceProblems(service: Service, survey: Survey): Problem[] {
  const { type } = service.spec;
  if (type === 'ExternalName') return externalNameProblems(service, survey);
  return [
    ...endpointProblems(service, survey),
    ...(type === 'LoadBalancer' ? loadBalancerProblems(service, survey) : []),
  ];
}

function externalNameProblems({ spec }: Service, { hostnames, objects }: Survey): Problem[] {
  const name = spec.externalName ?? '';
  const field = 'spec.externalName';
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name))
    return [
      {
        severity: 'error',
        field,
        text: `externalName ${name} looks like an address, but DNS takes it as a name, which nobody has. For an address use a Service without selector and an EndpointSlice.`,
      },
    ];
  if (hostnames.has(name)) return [];
  const [inside, namespace] = name.split('.');
  if (/\.svc(\.cluster\.local)?\.?$/.test(name) && objects.has(`Service/${namespace}/${inside}`)) return [];
  const near = closest(name, [...hostnames]);
  return [
    {
      severity: 'warning',
      field,
      text: `externalName ${name}: no outside server has this name${near === undefined ? '' : `; did you mean ${near}?`}`,
    },
  ];
}

function loadBalancerProblems({ spec, status }: Service, { cloudClasses }: Survey): Problem[] {
  const [given] = status?.loadBalancer?.ingress ?? [];
  if (given?.ipMode === 'Proxy' && spec.ports?.some(({ nodePort }) => !nodePort))
    return [
      {
        severity: 'error',
        field: 'spec.allocateLoadBalancerNodePorts',
        text: 'The load balancer is a proxy (ipMode Proxy) and reaches nodes by their nodePorts, but none was allocated: it can deliver nothing.',
      },
    ];
  if (given !== undefined || cloudClasses.has(spec.loadBalancerClass ?? '')) return [];
  return [
    {
      severity: 'warning',
      field: 'status.loadBalancer',
      text: `EXTERNAL-IP is pending and stays so: the cluster has no cloud provider that implements Services of type LoadBalancer${spec.loadBalancerClass === undefined ? '' : ` (loadBalancerClass ${spec.loadBalancerClass})`}.`,
    },
  ];
}

function selectedPods(service: Service, survey: Survey): Pod[] {
  const pairs = Object.entries(service.spec.selector ?? {});
  const [first, ...others] = pairs;
  if (first === undefined) return [];
  const candidates = survey.podsByLabel.get(`${service.metadata.namespace} ${first[0]}=${first[1]}`) ?? [];
  return candidates.filter((pod) => others.every(([label, value]) => pod.metadata.labels?.[label] === value));
}

function endpointProblems(service: Service, survey: Survey): Problem[] {
  const { spec, metadata } = service;
  if (Object.keys(spec.selector ?? {}).length === 0)
    return survey.servicesWithSlices.has(`${metadata.namespace}/${metadata.name}`)
      ? []
      : [
          {
            severity: 'warning',
            field: 'spec.selector',
            text: 'No selector and no EndpointSlice: nothing says where connections should go.',
          },
        ];
  const pods = selectedPods(service, survey);
  if (pods.length === 0)
    return [{ severity: 'error', field: 'spec.selector', text: whyNoPod(service, survey) }];
  return [
    ...readinessProblems(service, pods),
    ...(spec.ports ?? []).flatMap((port, index) =>
      portProblems(port, index, pods, spec.clusterIP === 'None'),
    ),
    ...localPolicyProblems(service, pods, survey),
  ];
}

function whyNoPod(service: Service, survey: Survey): string {
  const { namespace } = service.metadata;
  const pairs = Object.entries(service.spec.selector ?? {});
  const words = pairs.map(([label, value]) => `${label}=${value}`).join(',');
  const waiting = topWorkloads(survey.objects).find((workload) => promises(workload, service));
  if (waiting !== undefined) return whyNoPodOf(waiting);
  const elsewhere = survey.pods.find(
    (pod) =>
      pod.metadata.namespace !== namespace &&
      pairs.every(([label, value]) => pod.metadata.labels?.[label] === value),
  );
  if (elsewhere !== undefined)
    return `selector matches no Pod in namespace ${namespace}: Pods with ${words} are in ${elsewhere.metadata.namespace}, and a Service selects in its own namespace only`;
  const here = survey.pods.filter((pod) => pod.metadata.namespace === namespace);
  const missing = pairs.find(([label, value]) => !survey.podsByLabel.has(`${namespace} ${label}=${value}`));
  if (missing === undefined) return `selector matches no Pod: no Pod has all of ${words}`;
  const [label, value] = missing;
  const suggestion = suggestLabel(label, value, here);
  return `selector matches no Pod: no Pod has the label ${label}=${value}${suggestion === undefined ? '' : `; did you mean ${suggestion}?`}`;
}

function whyNoPodOf(workload: Workload): string {
  const name = `${workload.kind} ${workload.metadata.name}`;
  if (workload.kind === 'Job' && isFinished(workload)) return `selector matches no Pod: ${name} has finished`;
  return 'replicas' in workload.spec && workload.spec.replicas === 0
    ? `selector matches no Pod: ${name} has 0 replicas`
    : `selector matches no Pod yet: ${name} is about to make them`;
}

function promises(workload: Workload, service: Service): boolean {
  const pod = templatePod(workload);
  return (
    pod.metadata.namespace === service.metadata.namespace &&
    Object.entries(service.spec.selector ?? {}).every(
      ([label, value]) => pod.metadata.labels?.[label] === value,
    )
  );
}

/** The same key with a similar value, else the same value under another key. */
function suggestLabel(label: string, value: string, pods: readonly Pod[]): string | undefined {
  const labels = pods.flatMap((pod) => Object.entries(pod.metadata.labels ?? {}));
  const values = labels.filter(([other]) => other === label).map(([, text]) => text);
  const near = closest(value, values);
  if (near !== undefined) return `${label}=${near}`;
  const key = labels.find(([, text]) => text === value)?.[0];
  if (key !== undefined) return `${key}=${value}`;
  const keyNear = closest(
    label,
    labels.map(([other]) => other),
  );
  return keyNear === undefined
    ? undefined
    : labels.filter(([other]) => other === keyNear).map(([k, v]) => `${k}=${v}`)[0];
}

function readinessProblems({ spec }: Service, pods: readonly Pod[]): Problem[] {
  if (spec.publishNotReadyAddresses === true) return [];
  const waiting = pods.filter((pod) => !isReady(pod));
  if (waiting.length === 0) return [];
  if (waiting.length === pods.length)
    return [
      {
        severity: 'error',
        text: `No ready endpoints: ${count(pods.length, 'Pod')} match${pods.length === 1 ? 'es' : ''} the selector, 0 are ready.`,
      },
    ];
  return [
    {
      severity: 'info',
      text: `${waiting.length} of ${pods.length} Pods ${waiting.length === 1 ? 'is' : 'are'} not ready and get${waiting.length === 1 ? 's' : ''} no connections: ${namesOf(waiting)}.`,
    },
  ];
}

/** The container port that a named targetPort means in this Pod. */
function namedPort(pod: Pod, name: string): number | undefined {
  const containers = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
  return containers.flatMap((container) => container.ports ?? []).find((port) => port.name === name)
    ?.containerPort;
}

function portProblems(
  port: ServicePort,
  index: number,
  pods: readonly Pod[],
  isHeadless: boolean,
): Problem[] {
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
          severity: without.length === pods.length ? 'error' : 'warning',
          field,
          text: `targetPort "${target}": no container port of ${namesOf(without)} has this name${near === undefined ? '' : `; did you mean "${near}"?`}`,
        },
      ];
    }
  }
  if (isHeadless) return [];
  const deaf = pods.filter((pod) => {
    const number = typeof target === 'string' ? namedPort(pod, target) : target;
    return !listenersOf(pod).some((listener) => listener.port === number && listener.protocol === protocol);
  });
  if (deaf.length === 0) return [];
  return [
    {
      severity: deaf.length === pods.length ? 'error' : 'warning',
      field,
      text: `targetPort ${target}: nothing listens on ${target}/${protocol} in ${namesOf(deaf)}, which listens on ${listeners(listenersOf(deaf[0]!))}. Connections are refused.`,
    },
  ];
}

function listeners(found: readonly Listener[]): string {
  return found.length === 0 ? 'no port' : list(found.map(({ port, protocol }) => `${port}/${protocol}`));
}

function localPolicyProblems({ spec }: Service, pods: readonly Pod[], { nodeNames }: Survey): Problem[] {
  const withPod = new Set(pods.filter(isReady).map((pod) => pod.spec.nodeName));
  const without = nodeNames.filter((name) => !withPod.has(name));
  if (without.length === 0) return [];
  const where = `${list(without)} ${without.length === 1 ? 'has' : 'have'} no ready Pod of this Service`;
  const isOpen = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  const problems: Problem[] = [];
  if (isOpen && spec.externalTrafficPolicy === 'Local')
    problems.push({
      severity: 'info',
      field: 'spec.externalTrafficPolicy',
      text: `externalTrafficPolicy Local: ${where}, so connections from outside that arrive there are dropped. A load balancer's health check avoids such nodes.`,
    });
  if (spec.internalTrafficPolicy === 'Local')
    problems.push({
      severity: 'info',
      field: 'spec.internalTrafficPolicy',
      text: `internalTrafficPolicy Local: ${where}, so Pods there cannot reach it.`,
    });
  return problems;
}
