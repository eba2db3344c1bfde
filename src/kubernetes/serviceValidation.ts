/** What a Service may look like: pkg/apis/core/validation `ValidateServiceCreate` and `ValidateServiceUpdate`, v1.35. */
import { checkEndpointIP, checkLegacyCIDR, checkLegacyIP } from './addressValidation.ts';
import { defaultGates, type FeatureGates } from './featureGates.ts';
import { duplicate, forbidden, invalidEach, invalidValue, notSupported, required } from './fieldError.ts';
import { validateLabels, validateMetadata, validateMetadataUpdate } from './metadataValidation.ts';
import {
  checkDNS1123Label,
  checkDNS1123Subdomain,
  checkPortNumber,
  checkQualifiedName,
  nameIsDNS1035Label,
  nameIsDNSLabel,
} from './names.ts';
import { protocols, validatePortNumberOrName } from './portValidation.ts';
import type { Service, ServicePort } from './service.ts';
import {
  validateClusterIPs,
  validateClusterIPsUpdate,
  validateIPFamiliesUpdate,
} from './serviceAddressValidation.ts';
import { isExternallyAccessible, isHeadless, needsHealthCheck } from './serviceTraits.ts';
import type { StatusCause } from './status.ts';

const MAX_AFFINITY_SECONDS = 86_400;
const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';
const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';
const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';
const ONLY_FOR_LOAD_BALANCERS = "may only be used when `type` is 'LoadBalancer'";

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const affinities = ['ClientIP', 'None'];
const policies = ['Cluster', 'Local'];
const distributions = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];

/** Wrong fields of a Service after defaulting; with `old`, also what an update may not do. */
export function validateService(
  service: Service,
  old?: Service,
  gates: FeatureGates = defaultGates,
): StatusCause[] {
  if (old === undefined)
    return [
      ...validateMetadata(
        service.metadata,
        true,
        gates.relaxedServiceNames ? nameIsDNSLabel : nameIsDNS1035Label,
      ),
      ...validateSpec(service, undefined, gates),
    ];
  return [
    ...validateMetadataUpdate(service.metadata, old.metadata),
    ...validateClusterIPsUpdate(service, old),
    ...validateIPFamiliesUpdate(service, old),
    ...validateLoadBalancerClass(service, old),
    ...validateHealthCheckUpdate(service, old),
    ...validateSpec(service, old, gates),
  ];
}

function validateSpec(service: Service, old: Service | undefined, gates: FeatureGates): StatusCause[] {
  const { spec } = service;
  const type = spec.type ?? '';
  const ports = spec.ports ?? [];
  const errors: StatusCause[] = [];
  errors.push(...validateTopologyAnnotations(service));
  errors.push(...validateType(service));
  const names = new Set<string>();
  for (const [index, port] of ports.entries())
    errors.push(...validatePort(port, `spec.ports[${index}]`, ports.length > 1, names));
  errors.push(...validateLabels('spec.selector', spec.selector));
  errors.push(...validateAffinity(service));
  errors.push(...validateClusterIPs(service, old, gates));
  errors.push(...validateExternalIPs(service, old, gates));
  if (type === '') errors.push(required('spec.type'));
  else if (!types.includes(type)) errors.push(notSupported('spec.type', type, types));
  errors.push(...validateUniquePorts(type, ports));
  errors.push(...validateSourceRanges(service, old, gates));
  errors.push(...validateNodePortAllocation(service));
  errors.push(...validateLoadBalancerClass(service));
  errors.push(...validateExternalTrafficPolicy(service));
  errors.push(...validateInternalTrafficPolicy(service));
  errors.push(...validateTrafficDistribution(service, gates));
  return errors;
}

function validateTopologyAnnotations(service: Service): StatusCause[] {
  const mode = service.metadata.annotations?.[TOPOLOGY_MODE];
  const hints = service.metadata.annotations?.[TOPOLOGY_HINTS];
  if (mode === undefined || hints === undefined || mode === hints) return [];
  const detail = `must match annotations[${TOPOLOGY_HINTS}] when both are specified`;
  return [invalidValue(`metadata.annotations[${TOPOLOGY_MODE}]`, mode, detail)];
}

function validateType(service: Service): StatusCause[] {
  const { spec } = service;
  const errors: StatusCause[] = [];
  const headless = isHeadless(service);
  if ((spec.ports?.length ?? 0) === 0 && !headless && spec.type !== 'ExternalName')
    errors.push(required('spec.ports'));
  if (headless && (spec.type === 'LoadBalancer' || spec.type === 'NodePort'))
    errors.push(
      invalidValue('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${spec.type} services`),
    );
  if (spec.type !== 'ExternalName') return errors;
  const notForExternalName = 'may not be set for ExternalName services';
  if ((spec.clusterIPs?.length ?? 0) > 0) errors.push(forbidden('spec.clusterIPs', notForExternalName));
  if ((spec.ipFamilies?.length ?? 0) > 0) errors.push(forbidden('spec.ipFamilies', notForExternalName));
  if (spec.ipFamilyPolicy !== undefined) errors.push(forbidden('spec.ipFamilyPolicy', notForExternalName));
  const cname = (spec.externalName ?? '').replace(/\.$/, '');
  if (cname === '') errors.push(required('spec.externalName'));
  else errors.push(...invalidEach('spec.externalName', cname, checkDNS1123Subdomain(cname)));
  return errors;
}

function validatePort(
  port: ServicePort,
  field: string,
  needsName: boolean,
  names: Set<string>,
): StatusCause[] {
  const errors: StatusCause[] = [];
  const { name = '', protocol = '', appProtocol } = port;
  if (name !== '') {
    errors.push(...invalidEach(`${field}.name`, name, checkDNS1123Label(name)));
    if (names.has(name)) errors.push(duplicate(`${field}.name`, name));
    names.add(name);
  } else if (needsName) errors.push(required(`${field}.name`));
  errors.push(...invalidEach(`${field}.port`, port.port ?? 0, checkPortNumber(port.port)));
  if (protocol === '') errors.push(required(`${field}.protocol`));
  else if (!protocols.includes(protocol)) errors.push(notSupported(`${field}.protocol`, protocol, protocols));
  errors.push(...validatePortNumberOrName(`${field}.targetPort`, port.targetPort ?? 0));
  if (appProtocol !== undefined)
    errors.push(...invalidEach(`${field}.appProtocol`, appProtocol, checkQualifiedName(appProtocol)));
  return errors;
}

function validateAffinity({ spec }: Service): StatusCause[] {
  const affinity = spec.sessionAffinity ?? '';
  const config = spec.sessionAffinityConfig;
  const field = 'spec.sessionAffinityConfig';
  if (affinity === '') return [required('spec.sessionAffinity')];
  if (affinity === 'None')
    return config ? [forbidden(field, 'must not be set when session affinity is None')] : [];
  if (affinity !== 'ClientIP') return [notSupported('spec.sessionAffinity', affinity, affinities)];
  const when = 'when session affinity type is ClientIP';
  if (!config) return [required(field, when)];
  if (!config.clientIP) return [required(`${field}.clientIP`, when)];
  const seconds = config.clientIP.timeoutSeconds;
  if (seconds === undefined) return [required(`${field}.clientIP.timeoutSeconds`, when)];
  if (seconds > 0 && seconds <= MAX_AFFINITY_SECONDS) return [];
  const detail = `must be greater than 0 and less than ${MAX_AFFINITY_SECONDS}`;
  return [invalidValue(`${field}.clientIP.timeoutSeconds`, seconds, detail)];
}

function validateExternalIPs(service: Service, old: Service | undefined, gates: FeatureGates): StatusCause[] {
  const errors: StatusCause[] = [];
  for (const [index, ip] of (service.spec.externalIPs ?? []).entries()) {
    const field = `spec.externalIPs[${index}]`;
    const wrong = checkLegacyIP(field, ip, gates.strictIPs, old?.spec.externalIPs);
    errors.push(...(wrong.length > 0 ? wrong : checkEndpointIP(field, ip)));
  }
  return errors;
}

function validateUniquePorts(type: string, ports: readonly ServicePort[]): StatusCause[] {
  const errors: StatusCause[] = [];
  if (type === 'ClusterIP')
    for (const [index, port] of ports.entries())
      if (port.nodePort)
        errors.push(forbidden(`spec.ports[${index}].nodePort`, "may not be used when `type` is 'ClusterIP'"));
  const nodePorts = new Set<string>();
  for (const [index, { protocol, nodePort }] of ports.entries()) {
    if (!nodePort) continue;
    const key = `${nodePort}/${protocol}`;
    if (nodePorts.has(key)) errors.push(duplicate(`spec.ports[${index}].nodePort`, nodePort));
    nodePorts.add(key);
  }
  const seen = new Set<string>();
  for (const [index, { protocol, port }] of ports.entries()) {
    const key = `${port}/${protocol}`;
    if (seen.has(key)) errors.push(duplicate(`spec.ports[${index}]`, portKey(protocol ?? '', port)));
    seen.add(key);
  }
  return errors;
}

/** The API server compares ports by a struct of which only these two are set, and prints the whole of it. */
function portKey(protocol: string, port: number): unknown {
  return { Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 };
}

function validateSourceRanges(
  service: Service,
  old: Service | undefined,
  gates: FeatureGates,
): StatusCause[] {
  const errors: StatusCause[] = [];
  const ranges = service.spec.loadBalancerSourceRanges ?? [];
  const annotation = service.metadata.annotations?.[SOURCE_RANGES];
  const isLoadBalancer = service.spec.type === 'LoadBalancer';
  if (ranges.length > 0) {
    // The capital letter is the API server's.
    const field = 'spec.LoadBalancerSourceRanges';
    if (!isLoadBalancer) errors.push(forbidden(field, ONLY_FOR_LOAD_BALANCERS));
    const before = old?.spec.loadBalancerSourceRanges?.map((range) => range.trim());
    for (const [index, range] of ranges.entries())
      errors.push(...checkLegacyCIDR(`${field}[${index}]`, range.trim(), gates.strictIPs, before));
  } else if (annotation !== undefined) {
    const field = `metadata.annotations[${SOURCE_RANGES}]`;
    if (!isLoadBalancer) errors.push(forbidden(field, ONLY_FOR_LOAD_BALANCERS));
    if (old?.metadata.annotations?.[SOURCE_RANGES] !== annotation && annotation.trim() !== '')
      for (const range of annotation.trim().split(','))
        errors.push(...checkLegacyCIDR(field, range.trim(), gates.strictIPs));
  }
  return errors;
}

function validateNodePortAllocation({ spec }: Service): StatusCause[] {
  const isSet = spec.allocateLoadBalancerNodePorts !== undefined;
  if (isSet && spec.type !== 'LoadBalancer')
    return [forbidden('spec.allocateLoadBalancerNodePorts', ONLY_FOR_LOAD_BALANCERS)];
  // The API server leaves `spec` out of this path.
  return !isSet && spec.type === 'LoadBalancer' ? [required('allocateLoadBalancerNodePorts')] : [];
}

function validateLoadBalancerClass({ spec }: Service, old?: Service): StatusCause[] {
  const field = 'spec.loadBalancerClass';
  const loadBalancerClass = spec.loadBalancerClass;
  const errors: StatusCause[] = [];
  if (
    old?.spec.type === 'LoadBalancer' &&
    spec.type === 'LoadBalancer' &&
    old.spec.loadBalancerClass !== loadBalancerClass
  )
    errors.push(invalidValue(field, loadBalancerClass, 'may not change once set'));
  if (loadBalancerClass === undefined) return errors;
  if (spec.type === 'LoadBalancer')
    errors.push(...invalidEach(field, loadBalancerClass, checkQualifiedName(loadBalancerClass)));
  else errors.push(forbidden(field, ONLY_FOR_LOAD_BALANCERS));
  return errors;
}

/** `validateServiceExternalTrafficPolicy`. */
export function validateExternalTrafficPolicy(service: Service): StatusCause[] {
  const { externalTrafficPolicy: policy = '', healthCheckNodePort: port = 0 } = service.spec;
  const field = 'spec.externalTrafficPolicy';
  const portField = 'spec.healthCheckNodePort';
  const errors: StatusCause[] = [];
  if (!isExternallyAccessible(service)) {
    if (policy !== '')
      errors.push(invalidValue(field, policy, 'may only be set for externally-accessible services'));
  } else if (policy === '') errors.push(required(field));
  else if (!policies.includes(policy)) errors.push(notSupported(field, policy, policies));
  if (!needsHealthCheck(service)) {
    if (port !== 0)
      errors.push(
        invalidValue(
          portField,
          port,
          "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
        ),
      );
  } else if (port === 0) errors.push(required(portField));
  else errors.push(...invalidEach(portField, port, checkPortNumber(port)));
  return errors;
}

function validateHealthCheckUpdate(service: Service, old: Service): StatusCause[] {
  return needsHealthCheck(old) &&
    needsHealthCheck(service) &&
    (service.spec.healthCheckNodePort ?? 0) !== (old.spec.healthCheckNodePort ?? 0)
    ? [forbidden('spec.healthCheckNodePort', 'field is immutable')]
    : [];
}

function validateInternalTrafficPolicy({ spec }: Service): StatusCause[] {
  const field = 'spec.internalTrafficPolicy';
  const policy = spec.internalTrafficPolicy;
  if (policy === undefined)
    return spec.type === 'NodePort' || spec.type === 'LoadBalancer' || spec.type === 'ClusterIP'
      ? [required(field)]
      : [];
  return policies.includes(policy) ? [] : [notSupported(field, policy, policies)];
}

function validateTrafficDistribution({ spec }: Service, gates: FeatureGates): StatusCause[] {
  const supported = gates.preferSameTrafficDistribution ? distributions : distributions.slice(0, 1);
  const value = spec.trafficDistribution;
  return value === undefined || supported.includes(value)
    ? []
    : [notSupported('spec.trafficDistribution', value, supported)];
}
