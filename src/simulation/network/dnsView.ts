/** What CoreDNS knows: the objects that it watches, its own addresses, and whom it may ask; and how its Corefile is set. */
import type { EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import type { Service } from '../../kubernetes/service.ts';
import type { DnsAnswer, DnsQuestion } from './dnsMessage.ts';

export interface DnsView {
  /** Whether the objects have been read once. */
  readonly hasSynced: boolean;
  /** The addresses of the server itself. */
  readonly serverIPs: readonly string[];
  namespaceExists(name: string): boolean;
  service(key: ObjectKey): Service | undefined;
  slicesOf(key: ObjectKey): Iterable<EndpointSlice>;
  services(): Iterable<Service>;
  slices(): Iterable<EndpointSlice>;
  pods(): Iterable<Pod>;
  /** Asks the server that `forward` names; null when it cannot be asked. */
  forward(question: DnsQuestion): DnsAnswer | null;
}

/** The options of the plugin `kubernetes`; zones are in lower case and end with a dot. */
export interface KubernetesOptions {
  readonly zones: readonly string[];
  /** Below `pod.`: nothing; whatever address the name says; or only addresses of Pods in that namespace. */
  readonly pods: 'disabled' | 'insecure' | 'verified';
  readonly ttl: number;
  /** The only ones exposed; empty: all. */
  readonly namespaces: readonly string[];
  /** `ignore empty_service`: a Service without ready endpoints does not exist. */
  readonly ignoreEmptyService: boolean;
  /** `endpoint_pod_names`: an endpoint without a hostname is called like its Pod. */
  readonly endpointPodNames: boolean;
  /** `zonal`: `us-west-2a.pin._zone.db.default.svc…` and `.prefer.` */
  readonly zonal: boolean;
  /** `fallthrough`: zones whose unknown names are asked for elsewhere. */
  readonly fallthrough: readonly string[];
}

/** The options of the plugin `k8s_external`: the addresses of Services outside the cluster, in public zones. */
export interface ExternalOptions {
  readonly zones: readonly string[];
  readonly ttl: number;
  /** Also headless Services, by the addresses of their Pods. */
  readonly headless: boolean;
}

/** A plugin that is asked before `kubernetes`; null: the name is in none of its zones. */
export type ExternalPlugin = (
  question: DnsQuestion,
  view: DnsView,
  options: KubernetesOptions,
) => DnsAnswer | null;

export interface CoreDNSOptions {
  readonly kubernetes: KubernetesOptions;
  /** `k8s_external`, which no scene has. */
  readonly external: ExternalPlugin | null;
}

export const CLUSTER_DOMAIN = 'cluster.local';

/** What kubeadm writes into the ConfigMap `coredns`. */
export const KUBEADM_COREFILE: CoreDNSOptions = {
  kubernetes: {
    zones: [`${CLUSTER_DOMAIN}.`, 'in-addr.arpa.', 'ip6.arpa.'],
    pods: 'insecure',
    ttl: 30,
    namespaces: [],
    ignoreEmptyService: false,
    endpointPodNames: false,
    zonal: false,
    fallthrough: ['in-addr.arpa.', 'ip6.arpa.'],
  },
  external: null,
};
