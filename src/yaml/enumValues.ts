/** What the fields with a type of their own may say, the default first. */

export function enumValues(type: string, field: string): readonly string[] {
  return byType[type] ?? byField[field] ?? [];
}

const byType: Readonly<Record<string, readonly string[]>> = {
  bool: ['true', 'false'],
  AddressType: ['IPv4', 'IPv6', 'FQDN'],
  CompletionMode: ['NonIndexed', 'Indexed'],
  ConditionStatus: ['True', 'False', 'Unknown'],
  DNSPolicy: ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
  DaemonSetUpdateStrategyType: ['RollingUpdate', 'OnDelete'],
  DeploymentStrategyType: ['RollingUpdate', 'Recreate'],
  IPFamily: ['IPv4', 'IPv6'],
  IPFamilyPolicy: ['SingleStack', 'PreferDualStack', 'RequireDualStack'],
  LabelSelectorOperator: ['In', 'NotIn', 'Exists', 'DoesNotExist'],
  LoadBalancerIPMode: ['VIP', 'Proxy'],
  NodeSelectorOperator: ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'],
  PathType: ['Prefix', 'Exact', 'ImplementationSpecific'],
  PersistentVolumeClaimRetentionPolicyType: ['Retain', 'Delete'],
  PodManagementPolicyType: ['OrderedReady', 'Parallel'],
  PodReplacementPolicy: ['TerminatingOrFailed', 'Failed'],
  PolicyType: ['Ingress', 'Egress'],
  Protocol: ['TCP', 'UDP', 'SCTP'],
  PullPolicy: ['IfNotPresent', 'Always', 'Never'],
  RestartPolicy: ['Always', 'OnFailure', 'Never'],
  ServiceAffinity: ['None', 'ClientIP'],
  ServiceExternalTrafficPolicy: ['Cluster', 'Local'],
  ServiceInternalTrafficPolicy: ['Cluster', 'Local'],
  ServiceType: ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'],
  StatefulSetUpdateStrategyType: ['RollingUpdate', 'OnDelete'],
  TaintEffect: ['NoSchedule', 'PreferNoSchedule', 'NoExecute'],
  TolerationOperator: ['Equal', 'Exists'],
  URIScheme: ['HTTP', 'HTTPS'],
};

/** Texts without a type of their own: `Struct.field`. */
const byField: Readonly<Record<string, readonly string[]>> = {
  'ServiceSpec.trafficDistribution': ['PreferSameZone', 'PreferSameNode', 'PreferClose'],
  'TrafficSpec.connection': ['PerRequest', 'KeepAlive', 'HTTP2'],
  'TrafficSpec.method': ['GET', 'POST', 'PUT', 'DELETE', 'HEAD'],
  'TrafficPattern.type': ['Steady', 'Spike', 'Ramp', 'Burst'],
  'TrafficRetry.on': ['Refused', 'Reset', 'TimedOut', 'Unavailable'],
  'ObjectReference.kind': ['Client', 'Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'Node'],
};
