/** Containers, volumes and tolerations, which Pods and their templates share. Models describe.go's DescribeContainers and PodTemplate. */
import { labelPairs, longTime, type Writer, writeAnnotations, writeMap } from './writer.ts';

export interface Probe {
  httpGet?: { path?: string; port: number | string; scheme?: string; host?: string };
  tcpSocket?: { port: number | string; host?: string };
  exec?: { command?: string[] };
  grpc?: { port: number; service?: string };
  initialDelaySeconds?: number;
  timeoutSeconds?: number;
  periodSeconds?: number;
  successThreshold?: number;
  failureThreshold?: number;
}
interface State {
  waiting?: { reason?: string; message?: string };
  running?: { startedAt?: string };
  terminated?: {
    reason?: string;
    exitCode: number;
    startedAt?: string;
    finishedAt?: string;
    message?: string;
    signal?: number;
  };
}
export interface ContainerStatus {
  name: string;
  containerID?: string;
  imageID?: string;
  state?: State;
  lastState?: State;
  ready: boolean;
  restartCount: number;
}
export interface Container {
  name: string;
  image?: string;
  command?: string[];
  args?: string[];
  ports?: { name?: string; containerPort: number; hostPort?: number; protocol?: string }[];
  env?: {
    name: string;
    value?: string;
    valueFrom?: Record<string, { key?: string; name?: string; fieldPath?: string; apiVersion?: string }>;
  }[];
  resources?: { limits?: Record<string, string>; requests?: Record<string, string> };
  livenessProbe?: Probe;
  readinessProbe?: Probe;
  startupProbe?: Probe;
  volumeMounts?: { name: string; mountPath: string; readOnly?: boolean }[];
}
export interface PodSpec {
  containers: Container[];
  initContainers?: Container[];
  volumes?: Record<string, unknown>[];
  nodeSelector?: Record<string, string>;
  tolerations?: {
    key?: string;
    operator?: string;
    value?: string;
    effect?: string;
    tolerationSeconds?: number;
  }[];
  serviceAccountName?: string;
  priority?: number;
  priorityClassName?: string;
  nodeName?: string;
}

export function writeContainers(
  writer: Writer,
  label: string,
  containers: readonly Container[],
  statuses: readonly ContainerStatus[] | null,
  level: number,
): void {
  writer.line(level, `${label}:`);
  for (const container of containers) {
    const isInTemplate = statuses === null;
    const status = statuses?.find(({ name }) => name === container.name);
    // In a template the name stands a single space further in than its title.
    if (isInTemplate) writer.line(0, `   ${container.name}:`);
    else writer.line(level + 1, `${container.name}:`);
    writeContainer(writer, container, status, isInTemplate ? level + 1 : level + 2);
  }
}

function writeContainer(
  writer: Writer,
  container: Container,
  status: ContainerStatus | undefined,
  level: number,
): void {
  if (status !== undefined) writer.line(level, `Container ID:\t${status.containerID ?? ''}`);
  writer.line(level, `Image:\t${container.image ?? ''}`);
  if (status !== undefined) writer.line(level, `Image ID:\t${status.imageID ?? ''}`);
  const ports = (container.ports ?? []).map(
    ({ containerPort, protocol = 'TCP', name = '' }) =>
      `${containerPort}/${protocol}${name === '' ? '' : ` (${name})`}`,
  );
  const hostPorts = (container.ports ?? []).map(
    ({ hostPort = 0, protocol = 'TCP', name = '' }) =>
      `${hostPort}/${protocol}${name === '' ? '' : ` (${name})`}`,
  );
  writer.line(level, `${ports.length > 1 ? 'Ports' : 'Port'}:\t${ports.join(', ') || '<none>'}`);
  writer.line(
    level,
    `${ports.length > 1 ? 'Host Ports' : 'Host Port'}:\t${hostPorts.join(', ') || '<none>'}`,
  );
  writeList(writer, level, 'Command', container.command);
  writeList(writer, level, 'Args', container.args);
  if (status !== undefined) {
    writeState(writer, level, 'State', status.state);
    if (status.lastState?.terminated !== undefined) writeState(writer, level, 'Last State', status.lastState);
    writer.line(level, `Ready:\t${status.ready ? 'True' : 'False'}`);
    writer.line(level, `Restart Count:\t${status.restartCount}`);
  }
  for (const [title, amounts] of [
    ['Limits', container.resources?.limits],
    ['Requests', container.resources?.requests],
  ] as const) {
    if (amounts === undefined || Object.keys(amounts).length === 0) continue;
    writer.line(level, `${title}:`);
    for (const name of Object.keys(amounts).sort()) writer.line(level + 1, `${name}:\t${amounts[name]}`);
  }
  for (const [title, probe] of [
    ['Liveness', container.livenessProbe],
    ['Readiness', container.readinessProbe],
    ['Startup', container.startupProbe],
  ] as const)
    if (probe !== undefined) writer.line(level, `${title}:\t${probeText(probe)}`);
  writeEnvironment(writer, level, container.env ?? []);
  const mounts = container.volumeMounts ?? [];
  writer.line(level, `Mounts:${mounts.length === 0 ? '\t<none>' : ''}`);
  for (const { name, mountPath, readOnly } of [...mounts].sort((a, b) =>
    a.mountPath < b.mountPath ? -1 : 1,
  ))
    writer.line(level + 1, `${mountPath} from ${name} (${readOnly === true ? 'ro' : 'rw'})`);
}

function writeList(writer: Writer, level: number, title: string, words: readonly string[] | undefined): void {
  if (words === undefined || words.length === 0) return;
  writer.line(level, `${title}:`);
  for (const word of words) for (const line of word.split('\n')) writer.line(level + 1, line);
}

function writeState(writer: Writer, level: number, title: string, state: State | undefined): void {
  if (state?.running !== undefined) {
    writer.line(level, `${title}:\tRunning`);
    writer.line(level + 1, `Started:\t${longTime(state.running.startedAt ?? '')}`);
  } else if (state?.terminated !== undefined) {
    const { reason, message, exitCode, signal, startedAt, finishedAt } = state.terminated;
    writer.line(level, `${title}:\tTerminated`);
    if (reason) writer.line(level + 1, `Reason:\t${reason}`);
    if (message) writer.line(level + 1, `Message:\t${message}`);
    writer.line(level + 1, `Exit Code:\t${exitCode}`);
    if (signal) writer.line(level + 1, `Signal:\t${signal}`);
    writer.line(level + 1, `Started:\t${longTime(startedAt ?? '')}`);
    writer.line(level + 1, `Finished:\t${longTime(finishedAt ?? '')}`);
  } else {
    writer.line(level, `${title}:\tWaiting`);
    if (state?.waiting?.reason) writer.line(level + 1, `Reason:\t${state.waiting.reason}`);
  }
}

function probeText(probe: Probe): string {
  const times = `delay=${probe.initialDelaySeconds ?? 0}s timeout=${probe.timeoutSeconds ?? 1}s period=${probe.periodSeconds ?? 10}s #success=${probe.successThreshold ?? 1} #failure=${probe.failureThreshold ?? 3}`;
  const { httpGet, tcpSocket, exec, grpc } = probe;
  if (exec !== undefined) return `exec [${(exec.command ?? []).join(' ')}] ${times}`;
  if (httpGet !== undefined)
    return `http-get ${(httpGet.scheme ?? 'HTTP').toLowerCase()}://${httpGet.host ?? ''}:${httpGet.port}${httpGet.path?.startsWith('/') === false ? '/' : ''}${httpGet.path ?? ''} ${times}`;
  if (tcpSocket !== undefined) return `tcp-socket ${tcpSocket.host ?? ''}:${tcpSocket.port} ${times}`;
  if (grpc !== undefined) return `grpc <pod>:${grpc.port} ${grpc.service ?? ''} ${times}`;
  return `unknown ${times}`;
}

function writeEnvironment(writer: Writer, level: number, env: NonNullable<Container['env']>): void {
  writer.line(level, `Environment:${env.length === 0 ? '\t<none>' : ''}`);
  for (const { name, value = '', valueFrom } of env) {
    if (valueFrom === undefined) {
      const [first = '', ...more] = value.split('\n');
      writer.line(level + 1, `${name}:\t${first}`);
      for (const line of more) writer.line(level + 1, `\t${line}`);
      continue;
    }
    const [source = '', reference] = Object.entries(valueFrom)[0] ?? [];
    if (source === 'fieldRef')
      writer.line(level + 1, `${name}:\t (${reference?.apiVersion ?? 'v1'}:${reference?.fieldPath ?? ''})`);
    else if (source === 'secretKeyRef')
      writer.line(
        level + 1,
        `${name}:\t<set to the key '${reference?.key}' in secret '${reference?.name}'>\tOptional: false`,
      );
    else if (source === 'configMapKeyRef')
      writer.line(
        level + 1,
        `${name}:\t<set to the key '${reference?.key}' of config map '${reference?.name}'>\tOptional: false`,
      );
  }
}

export function writeVolumes(writer: Writer, volumes: PodSpec['volumes'], level: number): void {
  if (volumes === undefined || volumes.length === 0) {
    writer.line(level, 'Volumes:\t<none>');
    return;
  }
  writer.line(level, 'Volumes:');
  for (const volume of volumes) {
    const { name, ...sources } = volume;
    const [type = 'unknown', source = {}] = (Object.entries(sources)[0] ?? []) as [
      string?,
      Record<string, unknown>?,
    ];
    writer.line(level + 1, `${String(name)}:`);
    if (type === 'emptyDir') {
      writer.line(level + 2, "Type:\tEmptyDir (a temporary directory that shares a pod's lifetime)");
      writer.line(level + 2, `Medium:\t${String(source.medium ?? '')}`);
      writer.line(level + 2, `SizeLimit:\t${String(source.sizeLimit ?? '<unset>')}`);
    } else if (type === 'configMap') {
      writer.line(level + 2, 'Type:\tConfigMap (a volume populated by a ConfigMap)');
      writer.line(level + 2, `Name:\t${String(source.name ?? '')}`);
      writer.line(level + 2, `Optional:\t${String(source.optional ?? false)}`);
    } else if (type === 'secret') {
      writer.line(level + 2, 'Type:\tSecret (a volume populated by a Secret)');
      writer.line(level + 2, `SecretName:\t${String(source.secretName ?? '')}`);
      writer.line(level + 2, `Optional:\t${String(source.optional ?? false)}`);
    } else writer.line(level + 2, 'Type:\t<unknown>');
  }
}

export function writeTolerations(writer: Writer, tolerations: PodSpec['tolerations'], level: number): void {
  const texts = (tolerations ?? [])
    .map(({ key = '', value = '', effect = '', operator = '', tolerationSeconds }) => {
      const left = `${key}${value === '' ? '' : `=${value}`}${effect === '' ? '' : `:${effect}`}`;
      const op =
        operator === 'Exists' && value === '' ? `${key === '' && effect === '' ? '' : ' '}op=Exists` : '';
      return `${left}${op}${tolerationSeconds === undefined ? '' : ` for ${tolerationSeconds}s`}`;
    })
    .sort();
  for (const [index, text] of (texts.length === 0 ? ['<none>'] : texts).entries())
    writer.line(level, `${index === 0 ? 'Tolerations:' : ''}\t${text}`);
}

export function writeTemplate(
  writer: Writer,
  template: {
    metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
    spec: PodSpec;
  },
): void {
  const { metadata = {}, spec } = template;
  writer.line(0, 'Pod Template:');
  const inner = indented(writer);
  writeMap(inner, 'Labels', metadata.labels);
  if (Object.keys(metadata.annotations ?? {}).length > 0) writeAnnotations(inner, metadata.annotations);
  if (spec.serviceAccountName) writer.line(1, `Service Account:\t${spec.serviceAccountName}`);
  if ((spec.initContainers ?? []).length > 0)
    writeContainers(writer, 'Init Containers', spec.initContainers!, null, 1);
  writeContainers(writer, 'Containers', spec.containers, null, 1);
  writeVolumes(writer, spec.volumes, 1);
  if (spec.priorityClassName) writer.line(1, `Priority Class Name:\t${spec.priorityClassName}`);
  writer.line(1, `Node-Selectors:\t${labelPairs(spec.nodeSelector)}`);
  writeTolerations(writer, spec.tolerations, 1);
}

/** One level further in; what goes on in the second column has no margin, as the real one has it. */
export function indented(writer: Writer): Writer {
  return {
    line: (level, text) => writer.line(text.startsWith('\t') ? 0 : level + 1, text),
    text: writer.text,
  };
}
