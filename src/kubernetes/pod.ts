/** Pod (core/v1) and the Pod template that workloads share. */
import type { KindRow } from './kinds.ts';
import type { Affinity } from './nodeAffinity.ts';
import type { KubernetesObject, ObjectMeta } from './objectMeta.ts';
import { podDefaults } from './podDefaults.ts';

export type Protocol = 'TCP' | 'UDP' | 'SCTP';

export interface ContainerPort {
  name?: string;
  containerPort: number;
  protocol?: Protocol;
  hostPort?: number;
  hostIP?: string;
}

export interface Probe {
  exec?: { command?: string[] };
  httpGet?: { path?: string; port: number | string; host?: string; scheme?: string };
  tcpSocket?: { port: number | string; host?: string };
  grpc?: { port: number; service?: string };
  initialDelaySeconds?: number;
  timeoutSeconds?: number;
  periodSeconds?: number;
  successThreshold?: number;
  failureThreshold?: number;
  terminationGracePeriodSeconds?: number;
}

export interface Toleration {
  key?: string;
  operator?: 'Exists' | 'Equal';
  value?: string;
  effect?: string;
  tolerationSeconds?: number;
}

export interface Container {
  name: string;
  image?: string;
  command?: string[];
  args?: string[];
  env?: { name: string; value?: string; valueFrom?: unknown }[];
  ports?: ContainerPort[];
  volumeMounts?: { name: string; mountPath: string }[];
  lifecycle?: unknown;
  readinessProbe?: Probe;
  livenessProbe?: Probe;
  startupProbe?: Probe;
  restartPolicy?: string;
  imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  terminationMessagePath?: string;
  terminationMessagePolicy?: string;
}

export interface PodSpec {
  containers: Container[];
  initContainers?: Container[];
  nodeName?: string;
  nodeSelector?: Record<string, string>;
  affinity?: Affinity;
  hostNetwork?: boolean;
  hostname?: string;
  subdomain?: string;
  restartPolicy?: 'Always' | 'OnFailure' | 'Never';
  terminationGracePeriodSeconds?: number;
  activeDeadlineSeconds?: number;
  tolerations?: Toleration[];
  readinessGates?: { conditionType: string }[];
  dnsPolicy?: string;
  dnsConfig?: { nameservers?: string[]; searches?: string[]; options?: { name: string; value?: string }[] };
  hostAliases?: { ip: string; hostnames?: string[] }[];
  volumes?: { name: string }[];
  serviceAccountName?: string;
  securityContext?: Record<string, unknown>;
  schedulerName?: string;
  enableServiceLinks?: boolean;
}

export interface PodCondition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}

export interface ContainerState {
  waiting?: { reason?: string; message?: string };
  running?: { startedAt?: string };
  terminated?: {
    exitCode: number;
    signal?: number;
    reason?: string;
    message?: string;
    startedAt?: string;
    finishedAt?: string;
  };
}

export interface ContainerStatus {
  name: string;
  ready: boolean;
  restartCount: number;
  image: string;
  imageID: string;
  started?: boolean;
  state?: ContainerState;
  /** How the container ended the last time, when it was restarted. */
  lastState?: ContainerState;
}

export interface PodStatus {
  phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
  reason?: string;
  message?: string;
  conditions?: PodCondition[];
  hostIP?: string;
  hostIPs?: { ip: string }[];
  podIP?: string;
  podIPs?: { ip: string }[];
  startTime?: string;
  nominatedNodeName?: string;
  initContainerStatuses?: ContainerStatus[];
  containerStatuses?: ContainerStatus[];
}

export interface Pod extends KubernetesObject {
  kind: 'Pod';
  spec: PodSpec;
  status?: PodStatus;
}

export interface PodTemplateSpec {
  metadata?: Omit<ObjectMeta, 'name'> & { name?: string };
  spec: PodSpec;
}

/**
 * The readiness switch of a demo Pod: with the value `"false"` its readiness probe fails. Absent means that the probe
 * succeeds. It stands for "the application says that it is not ready".
 */
export const READY_ANNOTATION = 'kubehop.dev/ready';
/** With the value `"false"` the application hangs, also after a restart: no probe and no request gets an answer. */
export const ALIVE_ANNOTATION = 'kubehop.dev/alive';
/** With the value `"true"` the application ends by itself two seconds after each start, with exit code 1. */
export const CRASHES_ANNOTATION = 'kubehop.dev/crashes';
/** The HTTP status of the application's answers, `"503"`; 200 when left out. */
export const STATUS_ANNOTATION = 'kubehop.dev/status';
/** How many milliseconds (on the wire, see Time in the model's README) the application needs for an answer. */
export const LATENCY_ANNOTATION = 'kubehop.dev/latency-ms';
/** The names that the application's TLS certificate is for, comma-separated; left out, whatever it is asked for. */
export const CERTIFICATE_ANNOTATION = 'kubehop.dev/certificate';
/** How many seconds the application needs after its container has started until it answers probes. */
export const STARTUP_ANNOTATION = 'kubehop.dev/startup-seconds';
/** Ports that the process really listens on, comma-separated (`"8080,9090/UDP"`, or `"127.0.0.1:8080"`), when they differ from the declared containerPorts. */
export const LISTENS_ANNOTATION = 'kubehop.dev/listens';

export function startupMs(pod: Pod): number {
  const seconds = Number(pod.metadata.annotations?.[STARTUP_ANNOTATION] ?? 0);
  return seconds > 0 ? seconds * 1000 : 0;
}

/** Whether its application ends by itself, again and again. */
export function isToCrash({ metadata }: Pod): boolean {
  return metadata.annotations?.[CRASHES_ANNOTATION] === 'true';
}

/** Whether the Pod's Ready condition is True. */
export function isReady(pod: Pod): boolean {
  return (
    pod.status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ??
    false
  );
}

export function isTerminating(object: KubernetesObject): boolean {
  return object.metadata.deletionTimestamp !== undefined;
}

export const podRow: KindRow<Pod> = {
  apiVersion: 'v1',
  plural: 'pods',
  singular: 'pod',
  shortNames: ['po'],
  namespaced: true,
  template: (name) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: { app: name } },
    spec: podTemplateSpec(name).spec,
  }),
  defaults: podDefaults,
};

/** The Pods that the palette makes: one web server that listens on 8080. */
export function podTemplateSpec(name: string): PodTemplateSpec {
  return {
    metadata: { labels: { app: name } },
    spec: {
      containers: [
        {
          name: 'app',
          image: 'registry.k8s.io/e2e-test-images/agnhost:2.53',
          ports: [{ containerPort: 8080 }],
        },
      ],
    },
  };
}
