/** The resources that the API serves: all simulated kinds, and those that are kept, with their names and verbs. */
import { type Kind, type KindRow, kinds } from '../kubernetes/kinds.ts';
import { groupOf, type KubernetesObject } from '../kubernetes/objectMeta.ts';

export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  readonly categories: readonly string[];
  readonly subresources: readonly Subresource[];
}

export interface Subresource {
  readonly name: string;
  readonly kind: string;
  readonly group: string;
  readonly version: string;
  readonly verbs: readonly string[];
}

export const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

function subresource(name: string, apiVersion: string, kind: string, ...verbs: string[]): Subresource {
  return { name, kind, group: groupOf(apiVersion), version: apiVersion.split('/').at(-1)!, verbs };
}

const scale = subresource('scale', 'autoscaling/v1', 'Scale', 'get', 'patch', 'update');

/** Beside `status`, which every simulated kind of Kubernetes' own has. */
const subresourcesOf: Readonly<Record<string, readonly Subresource[]>> = {
  Pod: [
    subresource('log', 'v1', 'Pod', 'get'),
    subresource('exec', 'v1', 'PodExecOptions', 'create', 'get'),
    subresource('attach', 'v1', 'PodAttachOptions', 'create', 'get'),
    subresource('portforward', 'v1', 'PodPortForwardOptions', 'create', 'get'),
    subresource('eviction', 'policy/v1', 'Eviction', 'create'),
    subresource('binding', 'v1', 'Binding', 'create'),
  ],
  Deployment: [scale],
  ReplicaSet: [scale],
  StatefulSet: [scale],
  ReplicationController: [scale],
};

/** In `kubectl get all`. */
const ALL = [
  'Pod',
  'Service',
  'DaemonSet',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'Job',
  'ReplicationController',
  'CronJob',
];

function resource(
  apiVersion: string,
  kind: string,
  names: Pick<KindRow<KubernetesObject>, 'plural' | 'singular' | 'shortNames' | 'namespaced'>,
  subresources: readonly Subresource[] = [],
): Resource {
  const version = apiVersion.split('/').at(-1)!;
  const { plural, singular, shortNames, namespaced } = names;
  const categories = ALL.includes(kind) ? ['all'] : [];
  return {
    group: groupOf(apiVersion),
    version,
    kind,
    plural,
    singular,
    shortNames,
    namespaced,
    categories,
    subresources,
  };
}

/** Kinds that nothing here acts on, but that people and Helm keep in a cluster: `kind short,names`, cluster-scoped with `*`. */
const keptKinds: Readonly<Record<string, readonly string[]>> = {
  v1: [
    'ConfigMap cm',
    'Secret',
    'ServiceAccount sa',
    'Endpoints ep',
    'PersistentVolumeClaim pvc',
    '*PersistentVolume pv',
    'LimitRange limits',
    'ResourceQuota quota',
  ],
  'apps/v1': ['ControllerRevision'],
  'batch/v1': ['CronJob cj'],
  'autoscaling/v2': ['HorizontalPodAutoscaler hpa'],
  'policy/v1': ['PodDisruptionBudget pdb'],
  'rbac.authorization.k8s.io/v1': ['Role', 'RoleBinding', '*ClusterRole', '*ClusterRoleBinding'],
  'scheduling.k8s.io/v1': ['*PriorityClass pc'],
  'storage.k8s.io/v1': ['*StorageClass sc'],
  'networking.k8s.io/v1': ['*ServiceCIDR', '*IPAddress ip'],
  'coordination.k8s.io/v1': ['Lease'],
};

function keptResource(apiVersion: string, words: string): Resource {
  const [name = '', shortNames = ''] = words.split(' ');
  const namespaced = !name.startsWith('*');
  const kind = name.replace('*', '');
  const singular = kind.toLowerCase();
  return resource(apiVersion, kind, {
    plural: pluralOf(singular),
    singular,
    shortNames: shortNames === '' ? [] : shortNames.split(','),
    namespaced,
  });
}

function pluralOf(singular: string): string {
  if (/s$/.test(singular)) return singular === 'endpoints' ? singular : `${singular}es`;
  return /[^aeiou]y$/.test(singular) ? `${singular.slice(0, -1)}ies` : `${singular}s`;
}

const simulated = (Object.entries(kinds) as [Kind, KindRow<KubernetesObject>][]).map(([kind, row]) => {
  const status = subresource('status', row.apiVersion, kind, 'get', 'patch', 'update');
  const isOwn = row.apiVersion.startsWith('kubehop.dev');
  return resource(row.apiVersion, kind, row, [...(isOwn ? [] : [status]), ...(subresourcesOf[kind] ?? [])]);
});

const isSimulatedName = new Set(simulated.map(({ group, plural }) => `${plural}.${group}`));

export const EVENTS = resource('v1', 'Event', {
  plural: 'events',
  singular: 'event',
  shortNames: ['ev'],
  namespaced: true,
});

export const resources: readonly Resource[] = [
  ...simulated,
  EVENTS,
  ...Object.entries(keptKinds)
    .flatMap(([apiVersion, names]) => names.map((words) => keptResource(apiVersion, words)))
    .filter(({ group, plural }) => !isSimulatedName.has(`${plural}.${group}`)),
];

export function apiVersionOf({ group, version }: Pick<Resource, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

export function findResource(group: string, version: string, plural: string): Resource | undefined {
  return resources.find((each) => each.group === group && each.version === version && each.plural === plural);
}

/** Of a kind that is not known, as most are. */
export function isNamespaced({ apiVersion, kind }: KubernetesObject): boolean {
  return (
    resources.find((each) => each.kind === kind && apiVersionOf(each) === apiVersion)?.namespaced ?? true
  );
}

/** `v1`, then the groups by name, each with the versions that are served. */
export function groupVersions(): { group: string; version: string }[] {
  const seen = new Map(resources.map(({ group, version }) => [`${group}/${version}`, { group, version }]));
  for (const { group, version } of [
    { group: 'policy', version: 'v1' },
    { group: 'autoscaling', version: 'v1' },
  ])
    seen.set(`${group}/${version}`, { group, version });
  return [...seen.values()].sort((a, b) => (a.group < b.group ? -1 : a.group > b.group ? 1 : 0));
}
