/**
 * Which IP families the cluster has, and its ranges in each. They are what the ServiceCIDR `kubernetes` says, the object
 * in which a real API server publishes its `--service-cluster-ip-range`: one range or two, the first family being the
 * primary one. Without it the cluster has IPv4 only. Simplified: the object is the switch itself, and the ranges of Pods
 * and Nodes follow from its families.
 */
import { type IPFamily, nthAddress, parseCIDR } from '../kubernetes/ip.ts';
import { type KubernetesObject, keyOf, type ObjectKey } from '../kubernetes/objectMeta.ts';

export const FAMILIES = ['IPv4', 'IPv6'] as const;

/** kind's and kubeadm's usual ranges. */
export const DEFAULT_SERVICE_CIDRS = { IPv4: '10.96.0.0/16', IPv6: 'fd00:10:96::/112' } as const;
export const POD_CIDRS = { IPv4: '10.244.0.0/16', IPv6: 'fd00:10:244::/56' } as const;

export const DEFAULT_DNS_ADDRESS = '10.96.0.10';

export interface ClusterFamilies {
  /** The primary one first. */
  readonly families: readonly IPFamily[];
  /** The range of ClusterIPs, for each family that the cluster has. */
  readonly serviceCIDRs: Readonly<Partial<Record<IPFamily, string>>>;
  /** Of the cluster's DNS: the tenth address of the primary range, which kubelets are told too (`clusterDNS`). */
  readonly dnsAddress: string;
}

const IPV4_ONLY: ClusterFamilies = {
  families: ['IPv4'],
  serviceCIDRs: { IPv4: DEFAULT_SERVICE_CIDRS.IPv4 },
  dnsAddress: DEFAULT_DNS_ADDRESS,
};

const GROUP = 'networking.k8s.io';
const NAME = 'kubernetes';
export const SERVICE_CIDR_KEY: ObjectKey = keyOf(`${GROUP}/v1`, 'ServiceCIDR', '', NAME);

export function isClusterServiceCIDR({ apiVersion, kind, metadata }: KubernetesObject): boolean {
  return kind === 'ServiceCIDR' && apiVersion.startsWith(`${GROUP}/`) && metadata?.name === NAME;
}

/** What was read from an object, so that it is read once: objects never change. */
const known = new WeakMap<KubernetesObject, ClusterFamilies>();

/** The families of a cluster with this ServiceCIDR; a wrong one is ignored. */
export function familiesOf(serviceCIDR: KubernetesObject | undefined): ClusterFamilies {
  if (serviceCIDR === undefined) return IPV4_ONLY;
  let families = known.get(serviceCIDR);
  if (families === undefined) {
    families = readFamilies(serviceCIDR);
    known.set(serviceCIDR, families);
  }
  return families;
}

function readFamilies(serviceCIDR: KubernetesObject): ClusterFamilies {
  const { cidrs } = (serviceCIDR as { spec?: { cidrs?: unknown } }).spec ?? {};
  const ranges = (Array.isArray(cidrs) ? cidrs : []).map((text) => ({
    text: String(text),
    family: parseCIDR(String(text))?.family,
  }));
  const families = ranges.flatMap(({ family }) => family ?? []);
  const isValid =
    families.length === ranges.length && families.length > 0 && new Set(families).size === families.length;
  if (!isValid) return IPV4_ONLY;
  return {
    families,
    serviceCIDRs: Object.fromEntries(ranges.map(({ family, text }) => [family, text])),
    dnsAddress: nthAddress(ranges[0]!.text, 10) ?? '',
  };
}

/** The families of a cluster with these objects. */
export function clusterFamilies({
  objects,
}: {
  readonly objects: ReadonlyMap<ObjectKey, KubernetesObject>;
}): ClusterFamilies {
  return familiesOf(objects.get(SERVICE_CIDR_KEY));
}
