/**
 * What CoreDNS answers: its plugins in their order, `k8s_external`, `kubernetes` and `forward`. Pure: the answer follows
 * from the question, the objects and the Corefile. Simplified: no cache, the answer is as fresh as the objects.
 */
import { type DnsAnswer, type DnsQuestion, negative } from './dnsMessage.ts';
import type { CoreDNSOptions, DnsView } from './dnsView.ts';
import { answerFromKubernetes } from './kubernetesZone.ts';

export function answer(question: DnsQuestion, view: DnsView, options: CoreDNSOptions): DnsAnswer {
  const { kubernetes, external } = options;
  return (
    external?.(question, view, kubernetes) ??
    answerFromKubernetes(question, view, kubernetes) ??
    view.forward(question) ??
    negative('SERVFAIL', null)
  );
}
