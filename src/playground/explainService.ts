/** What a connection to a Service meets: its selector, its Pods, its ports, policies, its name and its type. */
import { isolates, selectsPod } from '../kubernetes/networkPolicy.ts';
import { objectKey } from '../kubernetes/objectMeta.ts';
import { isReady, type Pod } from '../kubernetes/pod.ts';
import { type Service, type ServicePort, serviceForm } from '../kubernetes/service.ts';
import { t } from '../messages/problems.ts';
import { dnsStep, lookupSteps } from './explainNames.ts';
import { type ExplainedStep, type Inquiry, note, ok, problemSteps, stepsOf } from './explanation.ts';
import { namedPort } from './portProblems.ts';
import { ofKind } from './queries.ts';
import { selectedPods } from './serviceProblems.ts';
import { list, namesOf } from './survey.ts';
import { serviceAskedBy } from './trafficProblems.ts';

export function explainService(service: Service, inquiry: Inquiry): ExplainedStep[] {
  const callers = ofKind(inquiry.survey.objects, 'Traffic').filter(
    (traffic) => serviceAskedBy(traffic, inquiry.survey) === service,
  );
  const asked = callers.flatMap((traffic) => [
    ...problemSteps(traffic, inquiry),
    ...lookupSteps(traffic, inquiry),
  ]);
  return [
    ...serviceSteps(service, inquiry),
    ...policySteps(service, asked, inquiry),
    ...stepsOf('dns', asked, () => dnsStep(service, inquiry)),
    ...typeSteps(service, asked, inquiry),
  ];
}

/** What is asked whoever connects: from the selector to the process that listens. */
export function serviceSteps(service: Service, inquiry: Inquiry): ExplainedStep[] {
  const found = problemSteps(service, inquiry);
  const at = objectKey(service);
  const pods = selectedPods(service, inquiry.survey);
  const here = (step: ExplainedStep | null) => (step === null ? null : { ...step, object: at });
  const steps = [
    ...stepsOf('name', found, () => here(nameStep(service))),
    ...stepsOf('selector', found, () => here(selectorStep(service, pods))),
    ...found.filter(({ cause }) => cause === 'node' || cause === 'address'),
    // A machine that is off or cut off, which its Pods cannot tell.
    ...pods.flatMap((pod) => problemSteps(pod, inquiry).filter(({ cause }) => cause === 'node')),
  ];
  if (pods.length === 0) return steps;
  return [
    ...steps,
    ...stepsOf('readiness', found, () => here(readinessStep(service, pods))),
    ...found.filter(({ cause }) => cause === 'port'),
    ...(service.spec.ports ?? []).flatMap((port, index): ExplainedStep[] => {
      const isBad = found.some(({ field }) => field === `spec.ports[${index}].targetPort`);
      return isBad ? [] : [{ ...portStep(service, port, pods), object: at }];
    }),
  ];
}

function nameStep({ spec }: Service): ExplainedStep | null {
  return spec.type === 'ExternalName'
    ? ok('name', t('externalNameExternalNameExists', { externalName: spec.externalName ?? '' }))
    : null;
}

function selectorStep({ spec }: Service, pods: readonly Pod[]): ExplainedStep | null {
  if (spec.type === 'ExternalName') return null;
  if (pods.length === 0) return note('selector', t('noSelectorEndpointSlicesSayWhereConnections'));
  const words = Object.entries(spec.selector ?? {}).map(([label, value]) => `${label}=${value}`);
  return ok(
    'selector',
    t('selectorMatches', { selector: words.join(','), count: pods.length, pods: namesOf(pods) }),
  );
}

function readinessStep({ spec }: Service, pods: readonly Pod[]): ExplainedStep {
  const ready = pods.filter(isReady).length;
  if (spec.publishNotReadyAddresses === true)
    return note('readiness', t('publishNotReadyAddressesPodsCountAsTheyAre', { ready, length: pods.length }));
  return ok(
    'readiness',
    pods.length === 1 ? t('itIsReady') : t('allLengthAreReady', { length: pods.length }),
  );
}

function portStep(service: Service, port: ServicePort, pods: readonly Pod[]): ExplainedStep {
  if (service.spec.clusterIP === 'None') return note('port', t('headlessCallersConnectToThePods'));
  const target = port.targetPort ?? port.port;
  const number = typeof target === 'string' ? namedPort(pods[0]!, target) : target;
  const words = typeof target === 'string' ? t('whichIs', { target, number: String(number) }) : target;
  return ok('port', t('portPortLeadsToWordsA', { port: port.port, words }));
}

function policySteps(
  service: Service,
  asked: readonly ExplainedStep[],
  { survey }: Inquiry,
): ExplainedStep[] {
  const pods = selectedPods(service, survey);
  if (pods.length === 0) return [];
  return stepsOf('policy', asked, () => {
    const names = policiesOn(pods, survey.policies);
    if (names.length === 0) return ok('policy', t('noNetworkPolicyStandsInTheWay'));
    return note('policy', t('networkPolicyListLetsInOnlyWhat', { list: list(names) }));
  });
}

function policiesOn(pods: readonly Pod[], policies: Inquiry['survey']['policies']): string[] {
  const isolating = pods.flatMap((pod) => policiesFor(pod, policies));
  return [...new Set(isolating)].sort();
}

function policiesFor(pod: Pod, policies: Inquiry['survey']['policies']): string[] {
  if (policies === null) return [];
  return [...policies.byKey.values()]
    .filter((policy) => isolates(policy, 'Ingress') && selectsPod(policy, pod))
    .map(({ metadata }) => metadata.name);
}

function typeSteps(service: Service, asked: readonly ExplainedStep[], inquiry: Inquiry): ExplainedStep[] {
  const own = problemSteps(service, inquiry);
  return stepsOf('type', [...own, ...asked], () => typeSentences[serviceForm(service)](service, inquiry));
}

type TypeStep = (service: Service, inquiry: Inquiry) => ExplainedStep;

const typeSentences: Readonly<Record<ReturnType<typeof serviceForm>, TypeStep>> = {
  ClusterIP: () => note('type', t('clusterIPReachedFromInsideOnlyA')),
  Headless: () => note('type', t('headlessReachedFromInsideOnlyAnd')),
  NodePort: ({ spec }, { survey }) => {
    const ports = (spec.ports ?? []).flatMap(({ nodePort }) => nodePort ?? []);
    return ok(
      'type',
      t('nodePortReached', { ports: list(ports.map(String)), count: survey.nodeNames.length }),
    );
  },
  LoadBalancer: ({ status }) => {
    const { ip, hostname } = status?.loadBalancer?.ingress?.[0] ?? {};
    const address = ip ?? hostname;
    return address === undefined
      ? note('type', t('loadBalancerItsAddressIsBeingProvisioned'))
      : ok('type', t('loadBalancerReachedFromOutsideAtAddress', { address }));
  },
  ExternalName: () => note('type', t('externalNameAnAliasInDNSNo')),
};
