/**
 * Which IP families a Service gets in a cluster of one family or two. Models pkg/registry/core/service/storage/alloc.go
 * `initIPFamilyFields`.
 */
import { isSame } from '../kubernetes/equality.ts';
import { invalidValue } from '../kubernetes/fieldError.ts';
import { familyOf, type IPFamily } from '../kubernetes/ip.ts';
import type { Service, ServiceSpec } from '../kubernetes/service.ts';
import type { StatusCause } from '../kubernetes/status.ts';
import type { Scrutiny } from './state.ts';

const POLICY = 'spec.ipFamilyPolicy';

/** The families that the cluster has, the primary one first. */
type Families = readonly IPFamily[];

/** A headless Service without a selector may list addresses of any family, whatever the cluster has. */
function isFreeOfFamilies(spec: ServiceSpec): boolean {
  return spec.clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0;
}

/** Fills in `ipFamilyPolicy` and `ipFamilies` of the new object's spec, in place, or says why that cannot be. */
export function fillIPFamilies(
  service: Service,
  before: Service | undefined,
  cluster: Families,
  scrutiny: Scrutiny | null,
): StatusCause[] {
  const { spec } = service;
  if (spec.type === 'ExternalName' || isUntouchedPreference(spec, before?.spec)) return [];
  spec.ipFamilyPolicy ||=
    before?.spec.ipFamilyPolicy || (isFreeOfFamilies(spec) ? 'RequireDualStack' : 'SingleStack');
  const malformed = scrutiny?.validateClusterIPs(service, before) ?? [];
  if (malformed.length > 0) return malformed;
  const contradictions = [
    ...checkReductions(spec, before?.spec),
    ...checkPolicy(spec),
    ...inferFamilies(spec, cluster),
  ];
  if (contradictions.length > 0) return contradictions;
  if (isFreeOfFamilies(spec)) {
    spec.ipFamilies = withSecond(spec, cluster);
    return [];
  }
  const unsupported = checkSupport(spec, cluster);
  if (unsupported.length > 0) return unsupported;
  if (cluster.length === 2) spec.ipFamilies = withSecond(spec, cluster);
  else if (!spec.ipFamilies?.length) spec.ipFamilies = [cluster[0]!];
  return [];
}

/** The Service's families, else the cluster's primary one, and the other one unless the policy is `SingleStack`. */
function withSecond({ ipFamilies = [], ipFamilyPolicy }: ServiceSpec, cluster: Families): IPFamily[] {
  const [first = cluster[0]!, ...others] = ipFamilies;
  if (others.length > 0 || ipFamilyPolicy === 'SingleStack') return [first, ...others];
  return [first, first === 'IPv4' ? 'IPv6' : 'IPv4'];
}

/**
 * `isMatchingPreferDualStackClusterIPFields`: a cluster that has become dual-stack does not give a Service that prefers
 * it a second address by the way, when something else of it is changed.
 */
function isUntouchedPreference(spec: ServiceSpec, old: ServiceSpec | undefined): boolean {
  return (
    old !== undefined &&
    spec.type === old.type &&
    spec.ipFamilyPolicy === 'PreferDualStack' &&
    old.ipFamilyPolicy === 'PreferDualStack' &&
    isSame(spec.clusterIPs, old.clusterIPs) &&
    isSame(spec.ipFamilies, old.ipFamilies)
  );
}

/** Going back to one family must be said; with `SingleStack` it is enough to say that. */
function checkReductions(spec: ServiceSpec, old: ServiceSpec | undefined): StatusCause[] {
  if (old === undefined) return [];
  if (spec.ipFamilyPolicy === 'SingleStack') {
    if (spec.clusterIPs && isSame(spec.clusterIPs, old.clusterIPs))
      spec.clusterIPs = spec.clusterIPs.slice(0, 1);
    if (spec.ipFamilies && isSame(spec.ipFamilies, old.ipFamilies))
      spec.ipFamilies = spec.ipFamilies.slice(0, 1);
    return [];
  }
  const isReduced = (now: readonly string[] = [], then: readonly string[] = []) =>
    then.length === 2 && now.length === 1 && now[0] === then[0];
  const cause = (what: string) =>
    invalidValue(POLICY, spec.ipFamilyPolicy, `must be 'SingleStack' to release the secondary ${what}`);
  return [
    ...(isReduced(spec.clusterIPs, old.clusterIPs) ? [cause('cluster IP')] : []),
    ...(isReduced(spec.ipFamilies, old.ipFamilies) ? [cause('IP family')] : []),
  ];
}

function checkPolicy({ ipFamilyPolicy, clusterIPs, ipFamilies }: ServiceSpec): StatusCause[] {
  if (ipFamilyPolicy !== 'SingleStack') return [];
  const cause = (what: string) =>
    invalidValue(
      POLICY,
      ipFamilyPolicy,
      `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`,
    );
  return [
    ...(clusterIPs?.length === 2 ? [cause('cluster IPs')] : []),
    ...(ipFamilies?.length === 2 ? [cause('IP families')] : []),
  ];
}

/** A given address says its family, when no family is given. */
function inferFamilies(spec: ServiceSpec, cluster: Families): StatusCause[] {
  const causes: StatusCause[] = [];
  const families = [...(spec.ipFamilies ?? [])];
  const { clusterIPs = [] } = spec;
  for (const [index, ip] of clusterIPs.entries()) {
    if (ip === 'None') break;
    const family = familyOf(ip);
    if (index < families.length || family === null) continue;
    if (cluster.includes(family)) families.push(family);
    else
      causes.push(
        invalidValue(`spec.clusterIPs[${index}]`, clusterIPs, `${family} is not configured on this cluster`),
      );
  }
  if (families.length > 0) spec.ipFamilies = families;
  return causes;
}

function checkSupport({ ipFamilyPolicy, ipFamilies = [] }: ServiceSpec, cluster: Families): StatusCause[] {
  const causes: StatusCause[] = [];
  if (ipFamilyPolicy === 'RequireDualStack' && cluster.length < 2)
    causes.push(
      invalidValue(POLICY, ipFamilyPolicy, 'this cluster is not configured for dual-stack services'),
    );
  for (const [index, family] of ipFamilies.entries())
    if (!cluster.includes(family))
      causes.push(invalidValue(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster'));
  return causes;
}
