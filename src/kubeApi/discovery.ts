/** What clients ask first: which groups, versions and resources there are. Models `/api`, `/apis` and their aggregated form. */
import { type ApiRequest, type ApiResponse, json } from './http.ts';
import {
  apiVersionOf,
  groupVersions,
  type Resource,
  resources,
  type Subresource,
  VERBS,
} from './resources.ts';

export const VERSION = {
  major: '1',
  minor: '35',
  gitVersion: 'v1.35.0',
  gitCommit: '66452049f3d692768c39c797b21b793dce80314e',
  gitTreeState: 'clean',
  buildDate: '2025-12-17T12:32:07Z',
  goVersion: 'go1.25.5',
  compiler: 'gc',
  platform: 'linux/amd64',
};

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** `/api`, `/apis`, `/api/v1`, `/apis/apps`, `/apis/apps/v1`, `/version`; null for every other path. */
export function discover({ path, headers }: ApiRequest): ApiResponse | null {
  const parts = path.split('/').filter((part) => part !== '');
  const [root, group, version, ...rest] = parts;
  if (path === '/version') return json(200, VERSION);
  if (rest.length > 0) return null;
  const isAggregated = headers.accept?.includes('as=APIGroupDiscoveryList') === true;
  if (root === 'api' && group === undefined)
    return isAggregated ? aggregated(['']) : json(200, { kind: 'APIVersions', versions: ['v1'] });
  if (root === 'api' && version === undefined) return group === 'v1' ? resourceList('', 'v1') : null;
  if (root !== 'apis') return null;
  const groups = [...new Set(groupVersions().map((each) => each.group))].filter((name) => name !== '');
  if (group === undefined)
    return isAggregated
      ? aggregated(groups)
      : json(200, { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(groupOf) });
  if (!groups.includes(group)) return null;
  if (version === undefined) return json(200, { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group) });
  const isServed = groupVersions().some((each) => each.group === group && each.version === version);
  return isServed ? resourceList(group, version) : null;
}

function groupOf(name: string) {
  const versions = groupVersions()
    .filter(({ group }) => group === name)
    .map(({ group, version }) => ({ groupVersion: `${group}/${version}`, version }));
  return { name, versions, preferredVersion: versions.at(-1) };
}

function resourceList(group: string, version: string): ApiResponse {
  const own = resources.filter((each) => each.group === group && each.version === version);
  return json(200, {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: apiVersionOf({ group, version }),
    resources: own.flatMap((each) => [
      {
        name: each.plural,
        singularName: each.singular,
        namespaced: each.namespaced,
        kind: each.kind,
        verbs: VERBS,
        ...(each.shortNames.length === 0 ? {} : { shortNames: each.shortNames }),
        ...(each.categories.length === 0 ? {} : { categories: each.categories }),
      },
      ...each.subresources.map((sub) => ({
        name: `${each.plural}/${sub.name}`,
        singularName: '',
        namespaced: each.namespaced,
        ...(sub.group === group && sub.version === version ? {} : { group: sub.group, version: sub.version }),
        kind: sub.kind,
        verbs: sub.verbs,
      })),
    ]),
  });
}

/** One answer instead of one for each group (KEP-3352). */
function aggregated(groups: readonly string[]): ApiResponse {
  const items = groups.map((name) => ({
    metadata: name === '' ? { creationTimestamp: null } : { name, creationTimestamp: null },
    versions: groupVersions()
      .filter(({ group }) => group === name)
      .map(({ group, version }) => ({
        version,
        freshness: 'Current',
        resources: resources
          .filter((each) => each.group === group && each.version === version)
          .map(aggregatedResource),
      }))
      .reverse(),
  }));
  const list = { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
  return { ...json(200, list), contentType: AGGREGATED };
}

function aggregatedResource(each: Resource) {
  const { group, version, kind } = each;
  return {
    resource: each.plural,
    responseKind: { group, version, kind },
    scope: each.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: each.singular,
    verbs: VERBS,
    ...(each.shortNames.length === 0 ? {} : { shortNames: each.shortNames }),
    ...(each.categories.length === 0 ? {} : { categories: each.categories }),
    ...(each.subresources.length === 0
      ? {}
      : { subresources: each.subresources.map((sub) => aggregatedSubresource(sub)) }),
  };
}

function aggregatedSubresource({ name, group, version, kind, verbs }: Subresource) {
  return { subresource: name, responseKind: { group, version, kind }, verbs };
}
