/**
 * Hints on endpoints from `spec.trafficDistribution`. Models staging/src/k8s.io/endpointslice/trafficdist. The hints
 * say for whom an endpoint is; kube-proxy follows them only when every zone (or node) has one of its own.
 */
import type { Endpoint, EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import type { FeatureGates } from '../../kubernetes/featureGates.ts';
import { isEqual } from '../equality.ts';
import type { SliceChanges } from './endpointSlices.ts';

function hintsFor(endpoint: Endpoint, trafficDistribution: string | undefined): Endpoint['hints'] {
  const { zone, nodeName } = endpoint;
  const forZones = zone ? { forZones: [{ name: zone }] } : {};
  const forNodes = nodeName ? { forNodes: [{ name: nodeName }] } : {};
  const hints = {
    PreferClose: forZones,
    PreferSameZone: forZones,
    PreferSameNode: { ...forZones, ...forNodes },
  }[trafficDistribution ?? ''];
  return hints === undefined || Object.keys(hints).length === 0 ? undefined : hints;
}

/** An endpoint that is not ready keeps what it has. */
function hinted(endpoint: Endpoint, trafficDistribution: string | undefined): Endpoint {
  if (trafficDistribution !== undefined && endpoint.conditions?.ready !== true) return endpoint;
  const { hints: _, ...plain } = endpoint;
  const hints = hintsFor(endpoint, trafficDistribution);
  return hints === undefined ? plain : { ...plain, hints };
}

function hintedSlice(slice: EndpointSlice, trafficDistribution: string | undefined): EndpointSlice {
  const endpoints = (slice.endpoints ?? []).map((endpoint) => hinted(endpoint, trafficDistribution));
  return isEqual(endpoints, slice.endpoints ?? []) ? slice : { ...slice, endpoints };
}

/** Whether the cluster knows the value; other values give no hints. */
export function isTrafficDistribution(value: string | undefined, gates: FeatureGates): boolean {
  if (value === 'PreferClose') return true;
  return gates.preferSameTrafficDistribution && (value === 'PreferSameZone' || value === 'PreferSameNode');
}

/**
 * Gives all slices their hints, or takes them off without a `trafficDistribution`; slices that would have stayed as they
 * are and now change are updated too.
 */
export function reconcileHints(changes: SliceChanges, trafficDistribution: string | undefined): SliceChanges {
  const hint = (slice: EndpointSlice) => hintedSlice(slice, trafficDistribution);
  const unchanged = changes.unchanged.map(hint);
  const isTouched = (slice: EndpointSlice, index: number) => slice !== changes.unchanged[index];
  return {
    ...changes,
    create: changes.create.map(hint),
    update: [...changes.update.map(hint), ...unchanged.filter(isTouched)],
    unchanged: unchanged.filter((slice, index) => !isTouched(slice, index)),
  };
}
