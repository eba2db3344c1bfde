/** Whether the name of a Service is answered, and whether those who call it may ask for names at all. */
import { isNetworkPolicy, selectsPod } from '../kubernetes/networkPolicy.ts';
import { isReady } from '../kubernetes/pod.ts';
import type { Service } from '../kubernetes/service.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
import { t } from '../messages/problems.ts';
import { answer } from '../simulation/network/coreDNS.ts';
import { corefileOf } from '../simulation/network/corefile.ts';
import { addressesIn } from '../simulation/network/dnsMessage.ts';
import { ClusterView } from '../simulation/network/dnsServer.ts';
import { CLUSTER_DOMAIN } from '../simulation/network/dnsView.ts';
import { type ExplainedStep, type Inquiry, isBad, ok, problemSteps } from './explanation.ts';
import { fixedBy } from './fixes.ts';
import { podsOfService } from './queries.ts';
import { makeReady } from './readinessProblems.ts';
import { hasNoReplicas, scaleUp } from './selectorProblems.ts';
import { list, type Survey } from './survey.ts';
import { sendingPods } from './trafficProblems.ts';

const CLUSTER_DNS = 'Service/kube-system/kube-dns';
const CORE_DNS = 'Deployment.apps/kube-system/coredns';

/** What CoreDNS says, asked without sending a packet. */
export function dnsStep(service: Service, { simulation, survey }: Inquiry): ExplainedStep {
  const { name, namespace = 'default' } = service.metadata;
  const full = `${name}.${namespace}.svc.${CLUSTER_DOMAIN}`;
  const bad = (sentence: string, fix?: ExplainedStep['fix']): ExplainedStep => ({
    cause: 'dns',
    state: 'bad',
    sentence,
    ...fixedBy(fix),
  });
  const clusterDns = survey.objects.get(CLUSTER_DNS) as Service | undefined;
  if (clusterDns === undefined) return bad(t('thereIsNoServiceKubeDns', { full }));
  const servers = podsOfService(clusterDns, survey.pods);
  if (!servers.some(isReady))
    return bad(t('noCoreDNSPodIsReadyNobody', { full }), startCoreDNS(servers, survey));
  const { options } = corefileOf(simulation);
  const view = new ClusterView(simulation, []);
  const types = service.spec.ipFamilies?.map((family) => (family === 'IPv6' ? 'AAAA' : 'A')) ?? ['A'];
  const answers = types.map((type) => answer({ name: `${full}.`, type }, view, options));
  const addresses = answers.flatMap((each) => addressesIn(each).map(({ data }) => data));
  if (addresses.length > 0) {
    const texts = { name: full, alias: service.spec.externalName ?? '', addresses: list(addresses) };
    return ok('dns', t(service.spec.type === 'ExternalName' ? 'aliasAnswersWith' : 'answersWith', texts));
  }
  const [first] = answers;
  if (first?.rcode === 'SERVFAIL') return bad(t('fullAnswersWithSERVFAILCoreDNSCannot', { full }));
  return bad(
    first?.rcode === 'NXDOMAIN'
      ? t(service.spec.clusterIP === 'None' ? 'nxdomainHeadless' : 'nxdomain', { name: full })
      : t('fullHasNoAddress', { full }),
  );
}

function startCoreDNS(servers: ReturnType<typeof podsOfService>, survey: Survey): ExplainedStep['fix'] {
  const deployment = survey.objects.get(CORE_DNS) as Parameters<typeof hasNoReplicas>[0] | undefined;
  if (deployment !== undefined && hasNoReplicas(deployment)) return scaleUp(deployment, 2);
  return makeReady(servers, survey);
}

/** Policies that keep the Pods that send from looking names up. */
export function lookupSteps(traffic: Traffic, inquiry: Inquiry): ExplainedStep[] {
  const { survey } = inquiry;
  if (survey.policies === null) return [];
  const senders = sendingPods(traffic, survey);
  return [...survey.objects.values()]
    .filter(isNetworkPolicy)
    .flatMap((policy) =>
      senders.some((pod) => selectsPod(policy, pod))
        ? problemSteps(policy, inquiry).filter((step) => step.cause === 'dns' && isBad(step))
        : [],
    );
}
