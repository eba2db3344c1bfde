/**
 * The cluster's own objects: the namespaces, and CoreDNS with its Service. Models the manifests of cluster/addons/dns.
 * They bear the addon manager's label; objects of the same name in the scene take their place.
 */
import type { Deployment } from '../kubernetes/deployment.ts';
import { inNamespace } from '../kubernetes/kinds.ts';
import type { Namespace } from '../kubernetes/namespace.ts';
import { type KubernetesObject, objectKey } from '../kubernetes/objectMeta.ts';
import type { Service } from '../kubernetes/service.ts';
import { familiesOf, isClusterServiceCIDR } from './clusterFamilies.ts';

export const ADDON_LABEL = 'addonmanager.kubernetes.io/mode';

const dnsMetadata = {
  namespace: 'kube-system',
  labels: { 'k8s-app': 'kube-dns', [ADDON_LABEL]: 'EnsureExists' },
};

function namespace(name: string): Namespace {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { [ADDON_LABEL]: 'EnsureExists' } },
  };
}

const coreDNS: Deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { ...dnsMetadata, name: 'coredns' },
  spec: {
    replicas: 2,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
    selector: { matchLabels: { 'k8s-app': 'kube-dns' } },
    template: {
      metadata: { labels: { 'k8s-app': 'kube-dns' } },
      spec: {
        tolerations: [
          { key: 'CriticalAddonsOnly', operator: 'Exists' },
          { key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' },
        ],
        containers: [
          {
            name: 'coredns',
            image: 'registry.k8s.io/coredns/coredns:v1.13.1',
            ports: [
              { name: 'dns', containerPort: 53, protocol: 'UDP' },
              { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
              { name: 'metrics', containerPort: 9153, protocol: 'TCP' },
            ],
          },
        ],
        dnsPolicy: 'Default',
      },
    },
  },
};

const kubeDNS = (clusterIP: string): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    ...dnsMetadata,
    name: 'kube-dns',
    labels: {
      ...dnsMetadata.labels,
      'kubernetes.io/cluster-service': 'true',
      'kubernetes.io/name': 'CoreDNS',
    },
  },
  spec: {
    selector: { 'k8s-app': 'kube-dns' },
    clusterIP,
    ports: [
      { name: 'dns', port: 53, protocol: 'UDP' },
      { name: 'dns-tcp', port: 53, protocol: 'TCP' },
      { name: 'metrics', port: 9153, protocol: 'TCP' },
    ],
  },
});

/** The addons that the scene does not bring itself. */
export function addonObjects(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const { dnsAddress } = familiesOf(objects.find(isClusterServiceCIDR));
  const addons = [namespace('default'), namespace('kube-system'), coreDNS, kubeDNS(dnsAddress)];
  const own = new Set(
    objects
      .filter((object) => typeof object.metadata?.name === 'string')
      .map((object) => objectKey(inNamespace(object))),
  );
  return addons.filter((object) => !own.has(objectKey(object)));
}

export function isAddon(object: KubernetesObject): boolean {
  return object.metadata.labels?.[ADDON_LABEL] !== undefined;
}
