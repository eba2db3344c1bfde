/** The kinds that make Pods from a template; apart from their table, so that kinds may know each other's names. */
export const workloadKinds = [
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
  'DaemonSet',
  'Job',
] as const;

export type WorkloadKind = (typeof workloadKinds)[number];

export function isWorkloadKind(kind: string): kind is WorkloadKind {
  return (workloadKinds as readonly string[]).includes(kind);
}
