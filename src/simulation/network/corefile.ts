/**
 * CoreDNS' settings from where they really live: the Corefile in the ConfigMap kube-system/coredns. Read are the plugins
 * `kubernetes` and `forward`; without the ConfigMap it is kubeadm's. Simplified: a change holds at once (the plugin
 * `reload` takes up to a minute), and the other plugins mean nothing here.
 */
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import { keyOf } from '../../kubernetes/objectMeta.ts';
import type { Simulation } from '../state.ts';
import { fullyQualified, zoneOf } from './dnsMessage.ts';
import { type CoreDNSOptions, KUBEADM_COREFILE, type KubernetesOptions } from './dnsView.ts';

export interface Corefile {
  readonly options: CoreDNSOptions;
  /** Whom it asks for names that it does not know, by zone. */
  readonly forwards: ReadonlyMap<string, readonly string[]>;
}

/** The node's own resolver: the public DNS. */
export const NODE_RESOLVER = '/etc/resolv.conf';

const KUBEADM: Corefile = { options: KUBEADM_COREFILE, forwards: new Map([['.', [NODE_RESOLVER]]]) };
const CONFIG_MAP = keyOf('v1', 'ConfigMap', 'kube-system', 'coredns');
const known = new WeakMap<KubernetesObject, Corefile>();

/** The Corefile of the cluster's CoreDNS. */
export function corefileOf({ objects }: Simulation): Corefile {
  const configMap = objects.get(CONFIG_MAP);
  if (configMap === undefined) return KUBEADM;
  let corefile = known.get(configMap);
  if (corefile === undefined) {
    const { data } = configMap as { data?: { Corefile?: unknown } };
    corefile = typeof data?.Corefile === 'string' ? parseCorefile(data.Corefile) : KUBEADM;
    known.set(configMap, corefile);
  }
  return corefile;
}

/** Whom the name is asked of; empty when nobody is named. */
export function upstreamsFor({ forwards }: Corefile, name: string): readonly string[] {
  const zone = zoneOf(name.toLowerCase(), [...forwards.keys()]);
  return (zone === undefined ? undefined : forwards.get(zone)) ?? [];
}

/** Server blocks `zones { plugins }`, where a plugin may have a block of its own. */
export function parseCorefile(text: string): Corefile {
  let kubernetes: KubernetesOptions | null = null;
  const forwards = new Map<string, readonly string[]>();
  let depth = 0;
  for (const line of text.split('\n')) {
    const words = line.replace(/#.*/, '').trim().split(/\s+/).filter(Boolean);
    const opens = words.at(-1) === '{';
    const [plugin = '', ...values] = opens ? words.slice(0, -1) : words;
    if (depth === 1 && plugin === 'kubernetes') kubernetes = { ...NO_OPTIONS, zones: zonesOf(values) };
    else if (depth === 1 && plugin === 'forward') {
      const [zone = '.', ...upstreams] = values;
      forwards.set(fullyQualified(zone.toLowerCase()), upstreams);
    } else if (depth === 2 && kubernetes !== null) kubernetes = withOption(kubernetes, plugin, values);
    depth += opens ? 1 : plugin === '}' ? -1 : 0;
  }
  return { options: { ...KUBEADM_COREFILE, kubernetes: kubernetes ?? NO_OPTIONS }, forwards };
}

/** What the plugin does when nothing is said; without the plugin there are no zones. */
const NO_OPTIONS: KubernetesOptions = {
  ...KUBEADM_COREFILE.kubernetes,
  zones: [],
  pods: 'disabled',
  ttl: 5,
  fallthrough: [],
};

function zonesOf(zones: readonly string[]): string[] {
  return zones.map((zone) => fullyQualified(zone.toLowerCase()));
}

function withOption(options: KubernetesOptions, name: string, values: readonly string[]): KubernetesOptions {
  const [value = ''] = values;
  if (name === 'pods' && (value === 'insecure' || value === 'verified' || value === 'disabled'))
    return { ...options, pods: value };
  if (name === 'ttl' && /^\d+$/.test(value)) return { ...options, ttl: Number(value) };
  if (name === 'namespaces') return { ...options, namespaces: values };
  if (name === 'ignore') return { ...options, ignoreEmptyService: value === 'empty_service' };
  if (name === 'endpoint_pod_names') return { ...options, endpointPodNames: true };
  if (name === 'fallthrough')
    return { ...options, fallthrough: values.length === 0 ? ['.'] : zonesOf(values) };
  return options;
}
