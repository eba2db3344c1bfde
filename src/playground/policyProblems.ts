/** What is odd about a NetworkPolicy, and which Traffic policies do not let through. */
import { keyOfReference } from '../kubernetes/kinds.ts';
import type { Client } from '../kubernetes/kubehop.ts';
import type { Namespace } from '../kubernetes/namespace.ts';
import { isolates, type NetworkPolicy, type PolicyType, selectsPod } from '../kubernetes/networkPolicy.ts';
import { selectorText } from '../kubernetes/networkPolicyText.ts';
import { internalIP } from '../kubernetes/node.ts';
import type { Pod, Protocol } from '../kubernetes/pod.ts';
import type { Service, ServicePort } from '../kubernetes/service.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
import { isWorkload, topWorkloads } from '../kubernetes/workload.ts';
import { t } from '../messages/problems.ts';
import { judge, type Peer, type PolicySet } from '../simulation/network/networkPolicy.ts';
import { type Fix, fixedBy } from './fixes.ts';
import { allowDns, allowRule } from './policyFixes.ts';
import type { Problem } from './problems.ts';
import { ofKind, podsOfService, templatePod, workloadOf } from './queries.ts';
import { list, type Survey } from './survey.ts';

const DNS = { protocol: 'UDP', port: 53 } as const;

export function policyProblems(policy: NetworkPolicy, survey: Survey): Problem[] {
  const selected = survey.pods.filter((pod) => selectsPod(policy, pod));
  return selected.length === 0 ? aboutNobody(policy, survey) : withoutNames(policy, selected, survey);
}

function aboutNobody(policy: NetworkPolicy, { objects }: Survey): Problem[] {
  if (topWorkloads(objects).some((workload) => selectsPod(policy, templatePod(workload)))) return [];
  const { namespace } = policy.metadata;
  const words = selectorText(policy.spec.podSelector ?? {});
  const why =
    words === ''
      ? t('namespaceNamespaceHasNone', { namespace: namespace ?? '' })
      : t('noneOfNamespaceNamespaceHasWords', { namespace: namespace ?? '', words });
  return [
    {
      severity: 'warning',
      cause: 'selector',
      field: 'spec.podSelector',
      text: t('podSelectorMatchesNoPodWhyA', { why }),
    },
  ];
}

/** Whoever forbids egress and forgets DNS sees every name lookup time out. */
function withoutNames(policy: NetworkPolicy, selected: readonly Pod[], survey: Survey): Problem[] {
  if (survey.policies === null || !isolates(policy, 'Egress')) return [];
  const servers = survey.pods.filter(
    ({ metadata }) => metadata.namespace === 'kube-system' && metadata.labels?.['k8s-app'] === 'kube-dns',
  );
  const { policies } = survey;
  const isCutOff = (pod: Pod) =>
    servers.every((server) => judge(policies, pod, 'Egress', peerOf(server, survey), DNS).verdict === 'deny');
  const cutOff = servers.length === 0 ? [] : selected.filter(isCutOff);
  if (cutOff.length === 0) return [];
  return [
    {
      severity: 'warning',
      cause: 'dns',
      field: 'spec.egress',
      fix: allowDns(policy),
      text: t('cannotLookUp', { pods: list(cutOff.map(({ metadata }) => metadata.name)) }),
    },
  ];
}

/** Traffic that no path leads through: every endpoint is forbidden to the sender, or the sender to every endpoint. */
export function policyBlocks({ spec }: Traffic, survey: Survey): Problem[] {
  const { policies, objects, pods } = survey;
  if (policies === null || spec.service === undefined) return [];
  const service = objects.get(`Service/${spec.service.namespace ?? 'default'}/${spec.service.name}`) as
    | Service
    | undefined;
  const wanted = spec.service.port;
  const port = service?.spec.ports?.find(
    (each) => wanted === undefined || each.port === wanted || each.name === wanted,
  );
  if (service === undefined || port === undefined) return [];
  const endpoints = podsOfService(service, pods);
  const senders = sendersOf(keyOfReference(spec.from), survey);
  if (endpoints.length === 0 || senders.length === 0) return [];
  const blocking = new Set<string>();
  let fix: Fix | undefined;
  for (const pod of endpoints)
    for (const sender of senders) {
      const wanted = portOn(pod, port, service);
      const stopped = stoppedBy(policies, sender, pod, wanted, survey);
      if (stopped === null) return [];
      for (const { metadata } of stopped.policies) blocking.add(metadata.name);
      const { direction } = stopped;
      const [policy] = stopped.policies;
      fix ??=
        policy && allowRule(policy, direction, direction === 'Ingress' ? sender.pod : pod, wanted, objects);
    }
  const names = list([...blocking].sort());
  return [
    {
      severity: 'info',
      cause: 'policy',
      field: 'spec.service',
      ...fixedBy(fix),
      text:
        blocking.size === 1
          ? t('networkPolicyNamesDoesNotLetIt', { names })
          : t('theNetworkPoliciesNamesDoNotLet', { names }),
    },
  ];
}

/** Who may be seen as the source: the Pods that send, or a client, whose address a node may replace by its own. */
function sendersOf(key: string, survey: Survey): Peer[] {
  const from = survey.objects.get(key);
  if (from === undefined) return [];
  if (from.kind === 'Client') {
    const nodes = ofKind(survey.objects, 'Node').map((node) => internalIP(node));
    const addresses = [(from as Client).spec.address, ...nodes].filter((address) => address !== undefined);
    return addresses.map((address) => ({ address, pod: null, namespace: undefined }));
  }
  const pods = isWorkload(from)
    ? survey.pods.filter((pod) => workloadOf(pod, survey.objects) === from)
    : survey.pods.filter((pod) => pod === from);
  return pods.map((pod) => peerOf(pod, survey));
}

function peerOf(pod: Pod, { objects }: Survey): Peer {
  const namespace = objects.get(`Namespace//${pod.metadata.namespace}`) as Namespace | undefined;
  return { address: pod.status?.podIP ?? '', pod, namespace };
}

/** The policies that stand between the two, and the side that they are on; null when they may talk. */
function stoppedBy(
  policies: PolicySet,
  sender: Peer,
  pod: Pod,
  port: { protocol: Protocol; port: number },
  survey: Survey,
): { direction: PolicyType; policies: readonly NetworkPolicy[] } | null {
  if (sender.pod === pod) return null;
  if (sender.pod !== null) {
    const egress = judge(policies, sender.pod, 'Egress', peerOf(pod, survey), port);
    if (egress.verdict === 'deny') return { direction: 'Egress', policies: egress.isolatedBy };
  }
  const ingress = judge(policies, pod, 'Ingress', sender, port);
  return ingress.verdict === 'deny' ? { direction: 'Ingress', policies: ingress.isolatedBy } : null;
}

function portOn(pod: Pod, { port, targetPort, protocol = 'TCP' }: ServicePort, { spec }: Service) {
  const target = spec.clusterIP === 'None' ? port : (targetPort ?? port);
  const named = pod.spec.containers.flatMap(({ ports }) => ports ?? []).find(({ name }) => name === target);
  return { protocol, port: typeof target === 'number' ? target : (named?.containerPort ?? 0) };
}
