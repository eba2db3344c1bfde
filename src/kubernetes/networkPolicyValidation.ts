/** What a NetworkPolicy may look like: pkg/apis/networking/validation `ValidateNetworkPolicy`. */
import { checkLegacyCIDR } from './addressValidation.ts';
import { defaultGates } from './featureGates.ts';
import { forbidden, invalidEach, invalidValue, notSupported, required } from './fieldError.ts';
import { containsAddress, parseCIDRSloppy } from './ip.ts';
import { validateLabelSelector, validateMetadata, validateMetadataUpdate } from './metadataValidation.ts';
import { checkPortName, checkPortNumber, nameIsDNSSubdomain } from './names.ts';
import type { IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from './networkPolicy.ts';
import type { StatusCause } from './status.ts';

const policyTypes = ['Ingress', 'Egress'];
/** In the order in which this part of the API server lists them. */
const protocols = ['TCP', 'UDP', 'SCTP'];

export function validateNetworkPolicy(policy: NetworkPolicy, old?: NetworkPolicy): StatusCause[] {
  const errors =
    old === undefined
      ? validateMetadata(policy.metadata, true, nameIsDNSSubdomain)
      : validateMetadataUpdate(policy.metadata, old.metadata);
  const { podSelector, ingress = [], egress = [], policyTypes: types = [] } = policy.spec;
  // Ranges that were let in once may stay, wherever they are moved to.
  const knownRanges = old === undefined ? [] : rangesIn(old);
  errors.push(...validateLabelSelector('spec.podSelector', podSelector ?? {}));
  for (const [index, rule] of ingress.entries())
    errors.push(...validateRule(`spec.ingress[${index}]`, rule.ports, 'from', rule.from, knownRanges));
  for (const [index, rule] of egress.entries())
    errors.push(...validateRule(`spec.egress[${index}]`, rule.ports, 'to', rule.to, knownRanges));
  if (types.length > policyTypes.length)
    errors.push(invalidValue('spec.policyTypes', types, 'may not specify more than two policyTypes'));
  else
    for (const [index, type] of types.entries())
      if (!policyTypes.includes(type))
        errors.push(notSupported(`spec.policyTypes[${index}]`, type, policyTypes));
  return errors;
}

function validateRule(
  field: string,
  ports: readonly NetworkPolicyPort[] | undefined,
  side: 'from' | 'to',
  peers: readonly NetworkPolicyPeer[] | undefined,
  knownRanges: readonly string[],
): StatusCause[] {
  return [
    ...(ports ?? []).flatMap((port, index) => validatePort(`${field}.ports[${index}]`, port)),
    ...(peers ?? []).flatMap((peer, index) => validatePeer(`${field}.${side}[${index}]`, peer, knownRanges)),
  ];
}

function validatePort(field: string, { protocol, port, endPort }: NetworkPolicyPort): StatusCause[] {
  const errors: StatusCause[] = [];
  if (protocol !== undefined && !protocols.includes(protocol))
    errors.push(notSupported(`${field}.protocol`, protocol, protocols));
  const refuseEnd = (detail: string) => {
    if (endPort !== undefined) errors.push(invalidValue(`${field}.endPort`, endPort, detail));
  };
  if (port === undefined) refuseEnd('may not be specified when `port` is not specified');
  else if (typeof port === 'number') {
    errors.push(...invalidEach(`${field}.port`, port, checkPortNumber(port)));
    if (endPort !== undefined) {
      if (endPort < port) refuseEnd('must be greater than or equal to `port`');
      errors.push(...invalidEach(`${field}.endPort`, endPort, checkPortNumber(endPort)));
    }
  } else {
    refuseEnd('may not be specified when `port` is non-numeric');
    errors.push(...invalidEach(`${field}.port`, port, checkPortName(port)));
  }
  return errors;
}

function validatePeer(
  field: string,
  { podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer,
  knownRanges: readonly string[],
): StatusCause[] {
  const errors: StatusCause[] = [];
  if (podSelector) errors.push(...validateLabelSelector(`${field}.podSelector`, podSelector));
  if (namespaceSelector)
    errors.push(...validateLabelSelector(`${field}.namespaceSelector`, namespaceSelector));
  if (ipBlock) errors.push(...validateIPBlock(`${field}.ipBlock`, ipBlock, knownRanges));
  const hasSelector = Boolean(podSelector ?? namespaceSelector);
  if (!hasSelector && !ipBlock) errors.push(required(field, 'must specify a peer'));
  else if (hasSelector && ipBlock)
    errors.push(forbidden(field, 'may not specify both ipBlock and another peer'));
  return errors;
}

function validateIPBlock(
  field: string,
  { cidr, except }: IPBlock,
  knownRanges: readonly string[],
): StatusCause[] {
  if (!cidr) return [required(`${field}.cidr`)];
  const { strictIPs } = defaultGates;
  const errors = checkLegacyCIDR(`${field}.cidr`, cidr, strictIPs, knownRanges);
  const range = parseCIDRSloppy(cidr);
  if (range === null) return errors;
  for (const [index, text] of (except ?? []).entries()) {
    const path = `${field}.except[${index}]`;
    errors.push(...checkLegacyCIDR(path, text, strictIPs, knownRanges));
    const hole = parseCIDRSloppy(text);
    if (hole === null) continue;
    const address = { family: hole.family, value: hole.address };
    if (!containsAddress(range, address) || range.prefixLength >= hole.prefixLength)
      errors.push(invalidValue(path, text, 'must be a strict subset of `cidr`'));
  }
  return errors;
}

function rangesIn({ spec }: NetworkPolicy): string[] {
  const peers = [
    ...(spec.ingress ?? []).flatMap(({ from }) => from ?? []),
    ...(spec.egress ?? []).flatMap(({ to }) => to ?? []),
  ];
  return peers.flatMap(({ ipBlock }) => (ipBlock ? [ipBlock.cidr, ...(ipBlock.except ?? [])] : []));
}
