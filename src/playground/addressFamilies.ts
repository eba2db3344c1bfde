/**
 * A scene with one IP family or two. A real cluster is made dual-stack when it is created, so the scene starts anew: its
 * ServiceCIDR says the families, Nodes and Pods get addresses of both, and each Service has one until it asks for two.
 */
import type { Client } from '../kubernetes/client.ts';
import type { Node } from '../kubernetes/node.ts';
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Service } from '../kubernetes/service.ts';
import {
  clusterFamilies,
  DEFAULT_SERVICE_CIDRS,
  FAMILIES,
  isClusterServiceCIDR,
} from '../simulation/clusterFamilies.ts';
import type { Scene } from '../simulation/scene.ts';

export function isDualStack(objects: ReadonlyMap<ObjectKey, KubernetesObject>): boolean {
  return clusterFamilies({ objects }).families.length === 2;
}

const serviceCIDR = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'ServiceCIDR',
  metadata: { name: 'kubernetes' },
  spec: { cidrs: FAMILIES.map((family) => DEFAULT_SERVICE_CIDRS[family]) },
} as KubernetesObject;

/** The same scene in a cluster of both families, or of IPv4 only. */
export function withFamilies(scene: Scene, isDual: boolean): Scene {
  const objects = scene.objects.filter((object) => !isClusterServiceCIDR(object)).map(withoutIPv6);
  return { ...scene, objects: isDual ? [serviceCIDR, ...objects] : objects };
}

/** The object without what it got for IPv6, and without what it gets anew when the cluster has other families. */
function withoutIPv6(object: KubernetesObject): KubernetesObject {
  return strip[`${object.apiVersion}/${object.kind}`]?.(object) ?? object;
}

const strip: Readonly<Record<string, (object: KubernetesObject) => KubernetesObject>> = {
  'v1/Node': (object) => {
    const node = object as Node;
    const { podCIDR: _one, podCIDRs: _all, ...spec } = node.spec ?? {};
    const addresses = node.status?.addresses?.filter(({ address }) => !address.includes(':'));
    return { ...node, spec, ...(addresses === undefined ? {} : { status: { addresses } }) } as Node;
  },
  'v1/Service': (object) => {
    const service = object as Service;
    const { clusterIP, clusterIPs: _ips, ipFamilies: _families, ipFamilyPolicy, ...spec } = service.spec;
    return {
      ...service,
      spec: {
        ...spec,
        ...(clusterIP === undefined || clusterIP.includes(':') ? {} : { clusterIP }),
        ...(ipFamilyPolicy === undefined || ipFamilyPolicy === 'SingleStack'
          ? {}
          : { ipFamilyPolicy: 'PreferDualStack' }),
      },
    } as Service;
  },
  'kubehop.dev/v1alpha1/Client': withoutAddress,
  'kubehop.dev/v1alpha1/OutsideServer': withoutAddress,
};

function withoutAddress(object: KubernetesObject): KubernetesObject {
  const { ipv6Address: _, ...spec } = (object as Client).spec ?? {};
  return { ...object, spec } as Client;
}
