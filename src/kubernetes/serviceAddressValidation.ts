/** A Service's cluster IPs and IP families, alone and over an update: `ValidateServiceClusterIPsRelatedFields` and its kin. */
import { checkLegacyIP } from './addressValidation.ts';
import type { FeatureGates } from './featureGates.ts';
import { duplicate, invalidValue, notSupported, required } from './fieldError.ts';
import { familyOf } from './ip.ts';
import type { Service } from './service.ts';
import { isHeadless } from './serviceTraits.ts';
import type { StatusCause } from './status.ts';

const CLUSTER_IPS = 'spec.clusterIPs';
const IP_FAMILIES = 'spec.ipFamilies';
const IP_FAMILY_POLICY = 'spec.ipFamilyPolicy';
const families = ['IPv4', 'IPv6'];
const familyPolicies = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];
const MAY_NOT_CHANGE = 'may not change once set';

export function validateClusterIPs(
  service: Service,
  old: Service | undefined,
  gates: FeatureGates,
): StatusCause[] {
  const { spec } = service;
  if (spec.type === 'ExternalName') return [];
  const ips = spec.clusterIPs ?? [];
  const errors: StatusCause[] = [];
  if (spec.clusterIP) {
    if (ips.length === 0) errors.push(required(CLUSTER_IPS));
    else if (ips[0] !== spec.clusterIP)
      errors.push(invalidValue(CLUSTER_IPS, ips, 'first value must match `clusterIP`'));
  } else if (ips.length > 0)
    errors.push(invalidValue(CLUSTER_IPS, ips, 'must be empty when `clusterIP` is not specified'));

  const seen = new Set<string>();
  for (const [index, family] of (spec.ipFamilies ?? []).entries()) {
    if (!families.includes(family)) errors.push(notSupported(`${IP_FAMILIES}[${index}]`, family, families));
    if (seen.has(family)) errors.push(duplicate(`${IP_FAMILIES}[${index}]`, family));
    seen.add(family);
  }
  if (spec.ipFamilyPolicy !== undefined && !familyPolicies.includes(spec.ipFamilyPolicy))
    errors.push(notSupported(IP_FAMILY_POLICY, spec.ipFamilyPolicy, familyPolicies));

  let hasBadIP = false;
  for (const [index, ip] of ips.entries()) {
    if (index === 0 && ip === 'None') {
      if (ips.length > 1) {
        hasBadIP = true;
        errors.push(invalidValue(CLUSTER_IPS, ips, "'None' must be the first and only value"));
      }
      continue;
    }
    const wrong = checkLegacyIP(`${CLUSTER_IPS}[${index}]`, ip, gates.strictIPs, old?.spec.clusterIPs);
    hasBadIP ||= wrong.length > 0;
    errors.push(...wrong);
  }
  if (ips.length > 2) errors.push(invalidValue(CLUSTER_IPS, ips, 'may only hold up to 2 values'));
  // The rest would only say again that an address is bad.
  if (hasBadIP) return errors;

  const ipFamilies = ips.map(familyOf);
  if (ips.length > 1 && new Set(ipFamilies).size === 1)
    errors.push(invalidValue(CLUSTER_IPS, ips, 'may specify no more than one IP for each IP family'));
  if (isHeadless(service)) return errors;
  for (const [index, ip] of ips.entries()) {
    const wanted = spec.ipFamilies?.[index];
    if (wanted !== undefined && families.includes(wanted) && wanted !== ipFamilies[index])
      errors.push(
        invalidValue(
          `${CLUSTER_IPS}[${index}]`,
          ip,
          `expected an ${wanted} value as indicated by \`ipFamilies[${index}]\``,
        ),
      );
  }
  return errors;
}

/** A second address may be added and released, the first may never change unless the type is or was ExternalName. */
export function validateClusterIPsUpdate(service: Service, old: Service): StatusCause[] {
  if (service.spec.type === 'ExternalName' || old.spec.type === 'ExternalName') return [];
  if (isHeadless(old) && isHeadless(service)) return [];
  const before = old.spec.clusterIPs ?? [];
  const after = service.spec.clusterIPs ?? [];
  const errors: StatusCause[] = [];
  if (before.length === after.length) {
    for (const [index, ip] of before.entries())
      if (ip !== after[index]) errors.push(invalidValue(`${CLUSTER_IPS}[${index}]`, after, MAY_NOT_CHANGE));
    return errors;
  }
  const first = `${CLUSTER_IPS}[0]`;
  if (after.length === 0) errors.push(invalidValue(first, after, 'primary clusterIP can not be unset'));
  else if (before.length > 0 && after[0] !== before[0])
    errors.push(invalidValue(first, after, MAY_NOT_CHANGE));
  if (before.length > after.length && after.length === 1 && service.spec.ipFamilyPolicy !== 'SingleStack')
    errors.push(
      invalidValue(
        IP_FAMILY_POLICY,
        service.spec.ipFamilyPolicy,
        "must be set to 'SingleStack' when releasing the secondary clusterIP",
      ),
    );
  return errors;
}

/** The same for families; headless Services may change them freely. */
export function validateIPFamiliesUpdate(service: Service, old: Service): StatusCause[] {
  if (service.spec.type === 'ExternalName' || old.spec.type === 'ExternalName') return [];
  if (isHeadless(old) || isHeadless(service)) return [];
  const before = old.spec.ipFamilies ?? [];
  const after = service.spec.ipFamilies ?? [];
  const ips = service.spec.clusterIPs ?? [];
  const first = `${IP_FAMILIES}[0]`;
  const errors: StatusCause[] = [];
  if (before.length === after.length) {
    for (const [index, family] of before.entries())
      if (family !== after[index]) errors.push(invalidValue(first, after, MAY_NOT_CHANGE));
    return errors;
  }
  if (before.length > after.length && ips.length === 0)
    errors.push(invalidValue(first, after, 'primary ipFamily can not be unset'));
  if (before.length > 0 && after.length > 0 && after[0] !== before[0])
    errors.push(invalidValue(first, ips, MAY_NOT_CHANGE));
  if (before.length > after.length && after.length === 1 && service.spec.ipFamilyPolicy !== 'SingleStack')
    errors.push(
      invalidValue(
        IP_FAMILY_POLICY,
        service.spec.ipFamilyPolicy,
        "must be set to 'SingleStack' when releasing the secondary ipFamily",
      ),
    );
  return errors;
}
