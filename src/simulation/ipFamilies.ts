/**
 * Which IP families a Service gets in a cluster that has IPv4 only. Models pkg/registry/core/service/storage/alloc.go
 * `initIPFamilyFields`.
 */
import { isSame } from '../kubernetes/equality.ts';
import { defaultGates } from '../kubernetes/featureGates.ts';
import { invalidValue } from '../kubernetes/fieldError.ts';
import { familyOf } from '../kubernetes/ip.ts';
import type { Service, ServiceSpec } from '../kubernetes/service.ts';
import { validateClusterIPs } from '../kubernetes/serviceAddressValidation.ts';
import type { StatusCause } from '../kubernetes/status.ts';

const POLICY = 'spec.ipFamilyPolicy';
const CLUSTER_FAMILY = 'IPv4';

/** A headless Service without a selector may list addresses of any family, whatever the cluster has. */
function isFreeOfFamilies(spec: ServiceSpec): boolean {
  return spec.clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0;
}

/** Fills in `ipFamilyPolicy` and `ipFamilies` of the new object's spec, in place, or says why that cannot be. */
export function fillIPFamilies(service: Service, before: Service | undefined): StatusCause[] {
  const { spec } = service;
  if (spec.type === 'ExternalName') return [];
  spec.ipFamilyPolicy ||=
    before?.spec.ipFamilyPolicy || (isFreeOfFamilies(spec) ? 'RequireDualStack' : 'SingleStack');
  const malformed = validateClusterIPs(service, before, defaultGates);
  if (malformed.length > 0) return malformed;
  const contradictions = [
    ...checkReductions(spec, before?.spec),
    ...checkPolicy(spec),
    ...inferFamilies(spec),
  ];
  if (contradictions.length > 0) return contradictions;
  if (isFreeOfFamilies(spec)) {
    const [first = CLUSTER_FAMILY, ...others] = spec.ipFamilies ?? [];
    const second = first === 'IPv4' ? 'IPv6' : 'IPv4';
    const isAlone = others.length === 0 && spec.ipFamilyPolicy !== 'SingleStack';
    spec.ipFamilies = [first, ...(isAlone ? ([second] as const) : others)];
    return [];
  }
  const unsupported = checkSupport(spec);
  if (unsupported.length === 0 && !spec.ipFamilies?.length) spec.ipFamilies = [CLUSTER_FAMILY];
  return unsupported;
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
function inferFamilies(spec: ServiceSpec): StatusCause[] {
  const causes: StatusCause[] = [];
  const families = [...(spec.ipFamilies ?? [])];
  const { clusterIPs = [] } = spec;
  for (const [index, ip] of clusterIPs.entries()) {
    if (ip === 'None') break;
    const family = familyOf(ip);
    if (index < families.length || family === null) continue;
    if (family === CLUSTER_FAMILY) families.push(family);
    else
      causes.push(
        invalidValue(`spec.clusterIPs[${index}]`, clusterIPs, `${family} is not configured on this cluster`),
      );
  }
  if (families.length > 0) spec.ipFamilies = families;
  return causes;
}

function checkSupport({ ipFamilyPolicy, ipFamilies = [] }: ServiceSpec): StatusCause[] {
  const causes: StatusCause[] = [];
  if (ipFamilyPolicy === 'RequireDualStack')
    causes.push(
      invalidValue(POLICY, ipFamilyPolicy, 'this cluster is not configured for dual-stack services'),
    );
  for (const [index, family] of ipFamilies.entries())
    if (family !== CLUSTER_FAMILY)
      causes.push(invalidValue(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster'));
  return causes;
}
