/** Vectors of `topology/`: which endpoints count for a Service on a node. */
import {
  type CategorizedEndpoints,
  categorizeEndpoints,
  reachableEndpoints,
} from '../../simulation/network/topology.ts';
import type { Check } from './conformance.ts';

interface TopologyVector {
  id: string;
  node: { name: string | null; zone: string | null };
  featureGates?: { PreferSameTrafficDistribution?: boolean };
  service: {
    internalTrafficPolicy: 'Cluster' | 'Local';
    externalTrafficPolicy: 'Cluster' | 'Local';
    nodePort?: number;
  };
  endpoints: EndpointVector[];
  expect: { cluster: string[] | null; local: string[] | null; all: string[]; hasAnyEndpoints: boolean };
}

interface EndpointVector {
  ip: string;
  port: number;
  ready: boolean;
  serving: boolean;
  terminating: boolean;
  isLocal: boolean;
  zoneHints: string[] | null;
  nodeHints: string[] | null;
}

export function checkTopology(vector: TopologyVector): Check[] {
  const { service, node, featureGates } = vector;
  const endpoints = vector.endpoints.map((endpoint) => ({
    ...endpoint,
    zoneHints: endpoint.zoneHints ?? [],
    nodeHints: endpoint.nodeHints ?? [],
  }));
  const categorized = categorizeEndpoints(
    endpoints,
    {
      internalPolicyLocal: service.internalTrafficPolicy === 'Local',
      externalPolicyLocal: service.externalTrafficPolicy === 'Local',
      externallyAccessible: service.nodePort !== undefined,
    },
    { name: node.name ?? '', zone: node.zone ?? '' },
    (endpoint) => endpoint.isLocal,
    featureGates?.PreferSameTrafficDistribution ?? true,
  );
  const came = JSON.stringify(namesOf(categorized));
  const { cluster, local, all, hasAnyEndpoints } = vector.expect;
  const wanted = JSON.stringify({
    cluster: sorted(cluster),
    local: sorted(local),
    all: sorted(all),
    hasAnyEndpoints,
  });
  return [{ id: vector.id, failure: came === wanted ? null : `expected ${wanted}, came ${came}` }];
}

function namesOf(categorized: CategorizedEndpoints<EndpointVector>) {
  const names = (endpoints: readonly EndpointVector[] | null) =>
    sorted(endpoints?.map(({ ip, port }) => `${ip}:${port}`) ?? null);
  return {
    cluster: names(categorized.cluster),
    local: names(categorized.local),
    all: names(reachableEndpoints(categorized)),
    hasAnyEndpoints: categorized.hasAnyEndpoints,
  };
}

function sorted(names: readonly string[] | null): string[] | null {
  return names === null ? null : [...names].sort();
}
