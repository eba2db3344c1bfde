/** What is wrong with a Service: its selector, its endpoints, its ports, its address. */
import { kinds } from '../kubernetes/kinds.ts';
import { isReady, type Pod } from '../kubernetes/pod.ts';
import type { Service } from '../kubernetes/service.ts';
import { t } from '../messages/problems.ts';
import { closest } from './closest.ts';
import { create, withSpec } from './fixes.ts';
import { portProblems } from './portProblems.ts';
import type { Problem } from './problems.ts';
import { uniqueName } from './queries.ts';
import { readinessProblems } from './readinessProblems.ts';
import { noPodProblem } from './selectorProblems.ts';
import { list, type Survey } from './survey.ts';

export function serviceProblems(service: Service, survey: Survey): Problem[] {
  const { type } = service.spec;
  if (type === 'ExternalName') return externalNameProblems(service, survey);
  return [
    ...endpointProblems(service, survey),
    ...(type === 'LoadBalancer' ? loadBalancerProblems(service, survey) : []),
  ];
}

function externalNameProblems(service: Service, { hostnames, objects }: Survey): Problem[] {
  const name = service.spec.externalName ?? '';
  const field = 'spec.externalName';
  const cause = 'name';
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name))
    return [
      {
        severity: 'error',
        cause,
        field,
        text: t('externalNameNameLooksLikeAnAddress', { name }),
      },
    ];
  if (hostnames.has(name)) return [];
  const [inside, namespace] = name.split('.');
  if (/\.svc(\.cluster\.local)?\.?$/.test(name) && objects.has(`Service/${namespace}/${inside}`)) return [];
  const near = closest(name, [...hostnames]);
  return [
    {
      severity: 'warning',
      cause,
      field,
      text: t('noOutsideServer', { name, near: near ?? '', hasNear: near === undefined ? 'no' : 'yes' }),
      ...(near === undefined
        ? {}
        : {
            fix: { label: t('leadToNear', { near }), commands: [withSpec(service, { externalName: near })] },
          }),
    },
  ];
}

function loadBalancerProblems(service: Service, { cloudClasses, objects }: Survey): Problem[] {
  const { spec, status } = service;
  const [given] = status?.loadBalancer?.ingress ?? [];
  if (given?.ipMode === 'Proxy' && spec.ports?.some(({ nodePort }) => !nodePort))
    return [
      {
        severity: 'error',
        cause: 'type',
        field: 'spec.allocateLoadBalancerNodePorts',
        text: t('theLoadBalancerIsAProxy'),
        fix: {
          label: t('allocateNodePorts'),
          commands: [withSpec(service, { allocateLoadBalancerNodePorts: true })],
        },
      },
    ];
  if (given !== undefined || cloudClasses.has(spec.loadBalancerClass ?? '')) return [];
  const cloud = kinds.CloudProvider.template(uniqueName(objects, 'CloudProvider', '', 'cloud'));
  if (spec.loadBalancerClass !== undefined) cloud.spec.loadBalancerClass = spec.loadBalancerClass;
  return [
    {
      severity: 'warning',
      cause: 'type',
      field: 'status.loadBalancer',
      text: t('staysPending', {
        class: spec.loadBalancerClass ?? '',
        hasClass: spec.loadBalancerClass === undefined ? 'no' : 'yes',
      }),
      fix: { label: t('addACloudProvider'), commands: [create(cloud)] },
    },
  ];
}

export function selectedPods(service: Service, survey: Survey): Pod[] {
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
            cause: 'selector',
            field: 'spec.selector',
            text: t('noSelectorAndNoEndpointSliceNothing'),
          },
        ];
  const pods = selectedPods(service, survey);
  if (pods.length === 0) return [noPodProblem(service, survey)];
  return [
    ...readinessProblems(service, pods, survey),
    ...portProblems(service, pods),
    ...localPolicyProblems(service, pods, survey),
  ];
}

function localPolicyProblems(service: Service, pods: readonly Pod[], { nodeNames }: Survey): Problem[] {
  const { spec } = service;
  const withPod = new Set(pods.filter(isReady).map((pod) => pod.spec.nodeName));
  const without = nodeNames.filter((name) => !withPod.has(name));
  if (without.length === 0) return [];
  const where = t('nodesWithoutPod', { count: without.length, nodes: list(without) });
  const isOpen = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  const problems: Problem[] = [];
  if (isOpen && spec.externalTrafficPolicy === 'Local')
    problems.push({
      severity: 'info',
      cause: 'node',
      field: 'spec.externalTrafficPolicy',
      fix: {
        label: t('letEveryNodeLeadToAll'),
        commands: [withSpec(service, { externalTrafficPolicy: 'Cluster' })],
      },
      text: t('externalTrafficPolicyLocalWhereSoConnectionsFrom', { where }),
    });
  if (spec.internalTrafficPolicy === 'Local')
    problems.push({
      severity: 'info',
      cause: 'node',
      field: 'spec.internalTrafficPolicy',
      fix: {
        label: t('letEveryNodeLeadToAll'),
        commands: [withSpec(service, { internalTrafficPolicy: 'Cluster' })],
      },
      text: t('internalTrafficPolicyLocalWhereSoPodsThere', { where }),
    });
  return problems;
}
