/** Vectors of `dns/`: a cluster, the settings of its CoreDNS, and what that answers. */
import type { EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import { type KubernetesObject, type ObjectKey, objectKey } from '../../kubernetes/objectMeta.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import type { Service } from '../../kubernetes/service.ts';
import { answer } from '../../simulation/network/coreDNS.ts';
import {
  type DnsAnswer,
  type DnsQuestion,
  type DnsRecord,
  fullyQualified,
  NO_RECORDS,
  positive,
  type ResponseCode,
} from '../../simulation/network/dnsMessage.ts';
import type { CoreDNSOptions, DnsView, KubernetesOptions } from '../../simulation/network/dnsView.ts';
import { k8sExternal } from '../../simulation/network/k8sExternal.ts';
import { serviceOfSlice } from '../../simulation/network/serviceTable.ts';
import { checkEach } from './checkEach.ts';
import type { Check } from './conformance.ts';

interface OutsideAnswer {
  name: string;
  type: string;
  truncated?: boolean;
  answer: DnsRecord[];
}

interface DnsVectorOptions {
  pods: KubernetesOptions['pods'];
  ignoreEmptyService: boolean;
  ttl: number;
  zones?: string[];
  namespaces?: string[];
  upstream?: OutsideAnswer[];
  serverIPs?: string[];
  synced?: boolean;
  zonal?: boolean;
  endpointPodNames?: boolean;
  plugin?: 'k8s_external';
  headless?: boolean;
}

interface DnsQuery extends DnsQuestion {
  id: string;
  expect: {
    rcode: ResponseCode;
    answer: DnsRecord[];
    extra: DnsRecord[];
    authoritySoa: boolean;
    authority?: { name: string; mname: string };
    truncated?: boolean;
  };
}

export interface DnsVector {
  id: string;
  clusterDomain: string;
  options: DnsVectorOptions;
  objects: KubernetesObject[];
  queries: DnsQuery[];
}

export function checkDns(vector: DnsVector): Check[] {
  const view = viewOf(vector);
  const options = optionsOf(vector);
  return checkEach(
    vector.queries,
    ({ id }) => `${vector.id} ${id}`,
    ({ name, type, expect }) => {
      const came = inWords(answer({ name, type }, view, options), expect);
      const wanted = inWords(expected(expect), expect);
      return came === wanted ? null : `expected ${wanted}, came ${came}`;
    },
  );
}

function optionsOf({ clusterDomain, options }: DnsVector): CoreDNSOptions {
  const { pods, ttl, ignoreEmptyService, namespaces = [], endpointPodNames = false, zonal = false } = options;
  const isExternal = options.plugin === 'k8s_external';
  const ownZone = [fullyQualified(clusterDomain)];
  const zones = (isExternal ? ownZone : (options.zones ?? ownZone)).map((zone) => zone.toLowerCase());
  return {
    kubernetes: {
      zones,
      pods,
      ttl,
      namespaces,
      ignoreEmptyService,
      endpointPodNames,
      zonal,
      fallthrough: [],
    },
    external: isExternal
      ? k8sExternal({ zones: options.zones ?? [], ttl, headless: options.headless ?? false })
      : null,
  };
}

function viewOf({ objects = [], options }: DnsVector): DnsView {
  const services = new Map<ObjectKey, Service>();
  const slices: EndpointSlice[] = [];
  const pods: Pod[] = [];
  const namespaces = new Set<string>();
  for (const object of objects) {
    if (object.kind === 'Service') services.set(objectKey(object), object as Service);
    else if (object.kind === 'EndpointSlice') slices.push(object as EndpointSlice);
    else if (object.kind === 'Pod') pods.push(object as Pod);
    else if (object.kind === 'Namespace') namespaces.add(object.metadata.name);
  }
  return {
    hasSynced: options.synced ?? true,
    serverIPs: options.serverIPs ?? [],
    namespaceExists: (name) => namespaces.has(name),
    service: (key) => services.get(key),
    slicesOf: (key) => slices.filter((slice) => serviceOfSlice(slice) === key),
    services: () => services.values(),
    slices: () => slices,
    pods: () => pods,
    forward: ({ name, type }) => {
      const known = options.upstream?.find((each) => each.name === name && each.type === type);
      return known === undefined ? null : positive(known.answer, NO_RECORDS, known.truncated ?? false, null);
    },
  };
}

function expected({ rcode, answer: records, extra, authoritySoa, authority, truncated }: DnsQuery['expect']) {
  const { name = '', mname = '' } = authority ?? {};
  return {
    rcode,
    records,
    extra,
    authority: authoritySoa ? { name, data: { mname } } : null,
    isTruncated: truncated ?? false,
  };
}

type Comparable = Pick<DnsAnswer, 'rcode' | 'records' | 'extra' | 'isTruncated'> & {
  authority: { name: string; data: { mname: string } } | null;
};

/** Without the order of records, and without what a query says nothing of. */
function inWords(came: Comparable, { authority }: DnsQuery['expect']): string {
  const isNamed = authority !== undefined;
  return JSON.stringify({
    rcode: came.rcode,
    answer: inOrder(came.records),
    extra: inOrder(came.extra),
    authority: came.authority && (isNamed ? [came.authority.name, came.authority.data.mname] : 'SOA'),
    truncated: came.isTruncated,
  });
}

function inOrder(records: readonly DnsRecord[]): string[] {
  return records
    .map(({ name, type, ttl, data }) => {
      const values =
        typeof data === 'string'
          ? [data]
          : Object.entries(data)
              .sort()
              .map(([key, value]) => `${key}=${value}`);
      return [name, ttl, type, ...values].join(' ');
    })
    .sort();
}
