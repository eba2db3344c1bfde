/** The kubectl line that does the same as what was done by hand: a short form only where it makes the very same object. */
import type { Deployment } from '../kubernetes/deployment.ts';
import { withoutDefaults } from '../kubernetes/exportedForm.ts';
import { type Kind, kinds, rowOf } from '../kubernetes/kinds.ts';
import { groupOf, type KubernetesObject, type ObjectMeta, parseKey } from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import type { Service } from '../kubernetes/service.ts';
import { isEqual } from '../simulation/equality.ts';
import { asWritten } from '../simulation/scene.ts';
import type { Written } from './draft.ts';
import { type Objects, ofKind } from './queries.ts';

/** `objects` as they are after the write: a Service may be the exposure of one of them. */
export function kubectlLine(written: Written, objects: Objects): string {
  const { request, before, after } = written;
  if (request.verb === 'delete') return deleteLine(request.key, request.gracePeriodSeconds === 0);
  if (before === null || after === null)
    return createLine(withoutDefaults(asWritten(request.object)), objects);
  return changeLine(asWritten(before), asWritten(request.object), asWritten(after));
}

/** As a shell needs it: bare when harmless, else in single quotes. */
function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function inNamespaceOf({ namespace }: Pick<ObjectMeta, 'namespace'>): string {
  return namespace === undefined || namespace === '' || namespace === 'default'
    ? ''
    : ` -n ${quote(namespace)}`;
}

/** `service shop -n prod` */
function named(object: KubernetesObject): string {
  const group = groupOf(object.apiVersion);
  const kind = object.kind.toLowerCase();
  const type = rowOf(object)?.singular ?? (group === '' ? kind : `${kind}.${group}`);
  return `${type} ${quote(object.metadata.name)}${inNamespaceOf(object.metadata)}`;
}

function deleteLine(key: string, force: boolean): string {
  const { kind, group, namespace, name } = parseKey(key);
  const row = kinds[kind as Kind];
  const isKnown = row !== undefined && groupOf(row.apiVersion) === group;
  const type = isKnown ? row.singular : `${kind.toLowerCase()}${group === '' ? '' : `.${group}`}`;
  const flags = force && type === 'pod' ? ' --grace-period=0 --force' : '';
  return `kubectl delete ${type} ${quote(name)}${inNamespaceOf({ namespace })}${flags}`;
}

// Creating

function createLine(object: KubernetesObject, objects: Objects): string {
  return shortForm(object, objects) ?? `echo ${quote(JSON.stringify(object))} | kubectl apply -f -`;
}

type ShortForm = (object: never, objects: Objects) => string | undefined;

const shortForms: { readonly [K in Kind]?: ShortForm } = {
  Namespace: (object: KubernetesObject) =>
    isEqual(object, kinds.Namespace.template(object.metadata.name))
      ? `kubectl create namespace ${quote(object.metadata.name)}`
      : undefined,
  Deployment: createDeployment,
  Pod: runPod,
  Service: exposeWorkload,
};

function shortForm(object: KubernetesObject, objects: Objects): string | undefined {
  return (
    shortForms[object.kind as Kind] as
      | ((object: KubernetesObject, objects: Objects) => string | undefined)
      | undefined
  )?.(object, objects);
}

/** How `kubectl create deployment` names the container: after the image. */
export function containerNameFor(image: string): string {
  return image
    .replace(/^.*\//, '')
    .replace(/[:@].*$/, '')
    .replaceAll(/[^a-zA-Z0-9-]/g, '-')
    .toLowerCase();
}

function createDeployment(deployment: Deployment): string | undefined {
  const { name, namespace } = deployment.metadata;
  const [container] = deployment.spec.template.spec.containers;
  const { image } = container ?? {};
  if (container === undefined || image === undefined) return undefined;
  const port = container.ports?.[0]?.containerPort;
  const labels = { app: name };
  const made = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: {
      replicas: deployment.spec.replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: containerNameFor(image),
              image,
              ports: port === undefined ? undefined : [{ containerPort: port }],
            },
          ],
        },
      },
    },
  };
  if (!isEqual(deployment, made)) return undefined;
  return [
    `kubectl create deployment ${quote(name)}${inNamespaceOf(deployment.metadata)}`,
    `--image=${quote(image)}`,
    ...(port === undefined ? [] : [`--port=${port}`]),
    ...(deployment.spec.replicas === undefined ? [] : [`--replicas=${deployment.spec.replicas}`]),
  ].join(' ');
}

function runPod(pod: Pod): string | undefined {
  const { name, namespace, labels } = pod.metadata;
  const [container] = pod.spec.containers;
  const { image } = container ?? {};
  if (image === undefined || !labels) return undefined;
  const port = container?.ports?.[0]?.containerPort;
  const { nodeName } = pod.spec;
  const made = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels },
    spec: {
      nodeName,
      containers: [{ name, image, ports: port === undefined ? undefined : [{ containerPort: port }] }],
    },
  };
  if (!isEqual(pod, made)) return undefined;
  return [
    `kubectl run ${quote(name)}${inNamespaceOf(pod.metadata)}`,
    `--image=${quote(image)}`,
    ...(port === undefined ? [] : [`--port=${port}`]),
    `--labels=${quote(pairs(labels))}`,
    ...(nodeName === undefined ? [] : [`--overrides=${quote(JSON.stringify({ spec: { nodeName } }))}`]),
  ].join(' ');
}

/** `kubectl expose` copies the labels of what it exposes, and selects what a Deployment selects or all labels of a Pod. */
function exposeWorkload(service: Service, objects: Objects): string | undefined {
  const { name, namespace = 'default', labels } = service.metadata;
  const { type = 'ClusterIP', selector, ports = [], clusterIP, ...others } = service.spec;
  const [port] = ports;
  if (port === undefined || ports.length > 1 || type === 'ExternalName' || Object.keys(others).length > 0)
    return undefined;
  if (!isEqual(port, { port: port.port, targetPort: port.targetPort })) return undefined;
  if (clusterIP !== undefined && clusterIP !== 'None') return undefined;
  const workload = [...ofKind(objects, 'Deployment'), ...ofKind(objects, 'Pod')].find(
    (candidate) =>
      candidate.metadata.namespace === namespace &&
      isEqual(candidate.metadata.labels ?? {}, labels ?? {}) &&
      isEqual(
        selector,
        candidate.kind === 'Pod' ? candidate.metadata.labels : candidate.spec.selector.matchLabels,
      ),
  );
  if (workload === undefined) return undefined;
  return [
    `kubectl expose ${named(workload)}`,
    ...(name === workload.metadata.name ? [] : [`--name=${quote(name)}`]),
    `--port=${port.port}`,
    ...(port.targetPort === undefined ? [] : [`--target-port=${port.targetPort}`]),
    ...(type === 'ClusterIP' ? [] : [`--type=${type}`]),
    ...(clusterIP === 'None' ? ['--cluster-ip=None'] : []),
  ].join(' ');
}

function pairs(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

// Changing

type Patch = Record<string, unknown>;

function isMap(value: unknown): value is Patch {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The smallest merge patch (RFC 7386) from `before` to `given`. What `given` leaves out and the API server put back
 * (an allocated address, a default) is no change.
 */
export function mergePatch(before: Patch, given: Patch, after: Patch): Patch {
  const patch: Patch = {};
  for (const [field, value] of Object.entries(given)) {
    const old = before[field];
    if (isEqual(old, value)) continue;
    if (!isMap(old) || !isMap(value)) {
      patch[field] = value;
      continue;
    }
    const inner = mergePatch(old, value, isMap(after[field]) ? after[field] : {});
    if (Object.keys(inner).length > 0) patch[field] = inner;
  }
  for (const field of Object.keys(before))
    if (given[field] === undefined && !isEqual(after[field], before[field])) patch[field] = null;
  return patch;
}

function changeLine(before: KubernetesObject, given: KubernetesObject, after: KubernetesObject): string {
  const patch = mergePatch(before as never, given as never, after as never);
  return (
    shortChange(patch, before) ??
    `kubectl patch ${named(before)}${patchType(patch, before)} -p ${quote(JSON.stringify(patch))}`
  );
}

/** A strategic merge patch, which is kubectl's own choice, merges lists and does not exist for custom resources. */
function patchType(patch: Patch, object: KubernetesObject): string {
  const isBuiltIn = !groupOf(object.apiVersion).includes('.') || object.apiVersion.includes('.k8s.io/');
  return isBuiltIn && !hasList(patch) ? '' : ' --type=merge';
}

function hasList(value: unknown): boolean {
  return Array.isArray(value) || (isMap(value) && Object.values(value).some(hasList));
}

/** The one field that the patch changes, when it is one: `metadata.labels` → its patch. */
function onlyAt(patch: Patch, ...path: string[]): unknown {
  let value: unknown = patch;
  for (const field of path) {
    if (!isMap(value) || Object.keys(value).length !== 1) return undefined;
    value = value[field];
  }
  return value;
}

function shortChange(patch: Patch, before: KubernetesObject): string | undefined {
  const replicas = onlyAt(patch, 'spec', 'replicas');
  if (typeof replicas === 'number') return `kubectl scale ${named(before)} --replicas=${replicas}`;
  const unschedulable = onlyAt(patch, 'spec', 'unschedulable');
  if (before.kind === 'Node' && unschedulable !== undefined)
    return `kubectl ${unschedulable === true ? 'cordon' : 'uncordon'} ${quote(before.metadata.name)}`;
  for (const [field, verb] of [
    ['labels', 'label'],
    ['annotations', 'annotate'],
  ] as const) {
    const change = onlyAt(patch, 'metadata', field);
    const old = before.metadata[field] ?? {};
    const nothing = Object.fromEntries(Object.keys(old).map((key) => [key, null]));
    if (isMap(change) || change === null)
      return `kubectl ${verb} ${named(before)} ${assignments(change ?? nothing, old)}`;
  }
  return undefined;
}

/** `app=shop tier- --overwrite` */
function assignments(change: Patch, before: Readonly<Record<string, string>>): string {
  const words = Object.entries(change).map(([key, value]) =>
    value === null ? `${key}-` : quote(`${key}=${value}`),
  );
  const overwrites = Object.entries(change).some(
    ([key, value]) => value !== null && before[key] !== undefined,
  );
  return [...words, ...(overwrites ? ['--overwrite'] : [])].join(' ');
}
