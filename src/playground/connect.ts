/**
 * A wire drawn from one card to another, as a change of objects.
 *
 * From a Client, Pod or workload it makes Traffic. From a Service it makes the Service send there: a Pod gets the
 * labels that the selector wants. A workload's selector is immutable, so its template gets the missing labels (a
 * rollout then replaces the Pods) as long as they don't contradict that selector; if they do and the Service selects
 * nothing yet, the Service's selector follows the workload; otherwise the wire is refused with the reason.
 */

import { type Kind, kinds } from '../kubernetes/kinds.ts';
import { internalIP, type Node } from '../kubernetes/node.ts';
import { type KubernetesObject, type ObjectKey, objectKey } from '../kubernetes/objectMeta.ts';
import type { OutsideServer } from '../kubernetes/outsideServer.ts';
import type { Pod } from '../kubernetes/pod.ts';
import { hostsOf, publishedAddress, type RoutingObject } from '../kubernetes/routing.ts';
import { type Service, serviceForm } from '../kubernetes/service.ts';
import { failure, type Status } from '../kubernetes/status.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
import { selectorOf, type Workload } from '../kubernetes/workload.ts';
import { type WorkloadKind, workloadKinds } from '../kubernetes/workloadKinds.ts';
import { t } from '../messages/editing.ts';
import { isEqual } from '../simulation/equality.ts';
import { addBackend, addPath, attachRoute } from './connectRouting.ts';
import { type Draft, writeObject } from './draft.ts';
import { selectorFor } from './paletteItems.ts';
import { ofKind, podsOfService, templatePod, uniqueName, workloadOf } from './queries.ts';
import { nameInWords } from './words.ts';

type Wire<From, To> = (draft: Draft, from: From, to: To) => Status;
type Target = Pick<Traffic['spec'], 'url' | 'service' | 'host'>;

function refuse(message: string): Status {
  return failure(422, 'Invalid', message);
}

/** `traffic-frontend-to-cartservice` */
function trafficName(draft: Draft, from: string, to: string): string {
  return uniqueName(draft.simulation.objects, 'Traffic', '', `traffic-${from}-to-${to}`.slice(0, 240));
}

function makeTraffic(draft: Draft, source: KubernetesObject, target: KubernetesObject, to: Target): Status {
  const { objects } = draft.simulation;
  const owner = source.kind === 'Pod' ? workloadOf(source as Pod, objects) : undefined;
  const sender = owner ?? source;
  const from = {
    kind: sender.kind,
    ...(sender.metadata.namespace === undefined ? {} : { namespace: sender.metadata.namespace }),
    name: sender.metadata.name,
  };
  const twin = ofKind(objects, 'Traffic').find(
    ({ spec }) =>
      spec.from.kind === from.kind &&
      spec.from.name === from.name &&
      (spec.from.namespace ?? from.namespace) === from.namespace &&
      (to.url !== undefined
        ? spec.url === to.url
        : spec.service?.name === to.service?.name &&
          (spec.service?.namespace ?? 'default') === to.service?.namespace &&
          spec.service?.node === to.service?.node),
  );
  if (twin !== undefined)
    return failure(
      409,
      'AlreadyExists',
      t('alreadySends', {
        sender: nameInWords(objectKey(sender)),
        target: nameInWords(objectKey(target)),
        name: twin.metadata.name,
      }),
    );
  const traffic = kinds.Traffic.template(trafficName(draft, sender.metadata.name, target.metadata.name));
  traffic.spec = { from, ...to };
  draft.labels.push(t('step.sendTraffic', { sender: sender.metadata.name, target: target.metadata.name }));
  const result = writeObject(draft, { verb: 'create', object: traffic });
  return result.status;
}

const sendToService: Wire<KubernetesObject, Service> = (draft, from, service) =>
  makeTraffic(draft, from, service, {
    service: { namespace: service.metadata.namespace ?? 'default', name: service.metadata.name },
  });

const sendToOutside: Wire<KubernetesObject, OutsideServer> = (draft, from, server) => {
  const { hostname, ports = [] } = server.spec;
  const port = ports.find(({ port }) => port === 80) ?? ports.find(({ port }) => port === 443) ?? ports[0];
  const wellKnown = { 80: `http://${hostname}/`, 443: `https://${hostname}/` }[port?.port ?? 80];
  const url = wellKnown ?? `${(port?.protocol ?? 'TCP').toLowerCase()}://${hostname}:${port?.port}`;
  return makeTraffic(draft, from, server, { url });
};

const sendToNode: Wire<KubernetesObject, Node> = (draft, from, node) => {
  const nodePort = ofKind(draft.simulation.objects, 'Service')
    .flatMap((service) => service.spec.ports ?? [])
    .find((port) => port.nodePort !== undefined && port.nodePort > 0)?.nodePort;
  const address = internalIP(node);
  if (nodePort === undefined) return refuse(t('nodeNameAnswersFromOutsideOn', { name: node.metadata.name }));
  if (address === undefined) return refuse(t('nodeNameHasNoAddressYet', { name: node.metadata.name }));
  return makeTraffic(draft, from, node, { url: `http://${address}:${nodePort}/` });
};

const sendToPod: Wire<KubernetesObject, Pod> = (draft, from, pod) => {
  const address = pod.status?.podIP;
  if (address === undefined) return refuse(t('podNameHasNoAddressYet', { name: pod.metadata.name }));
  if (objectKey(from) === objectKey(pod)) return refuse(t('aWireNeedsTwoEnds'));
  const port = pod.spec.containers.flatMap((container) => container.ports ?? [])[0]?.containerPort ?? 80;
  return makeTraffic(draft, from, pod, { url: `http://${address}:${port}/` });
};

function noSelectorNeeded(service: Service): Status | null {
  if (serviceForm(service) !== 'ExternalName') return null;
  return refuse(t('serviceNameIsAnExternalNameA', { name: service.metadata.name }));
}

function setSelector(draft: Draft, service: Service, selector: Record<string, string>): Status {
  draft.labels.push(t('step.select', { name: service.metadata.name, labels: inWords(selector) }));
  return writeObject(draft, {
    verb: 'update',
    object: { ...service, spec: { ...service.spec, selector } } as Service,
  }).status;
}

function inWords(labels: Record<string, string>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

function hasSelector(service: Service): boolean {
  return Object.keys(service.spec.selector ?? {}).length > 0;
}

function alreadySelects(service: Service, target: KubernetesObject): Status {
  return failure(
    409,
    'AlreadyExists',
    t('alreadySelects', { name: service.metadata.name, target: nameInWords(objectKey(target)) }),
  );
}

function otherNamespace(service: Service, target: KubernetesObject): Status | null {
  const { namespace } = service.metadata;
  if (namespace === target.metadata.namespace) return null;
  return refuse(
    t('otherNamespace', {
      name: service.metadata.name,
      namespace: namespace ?? '',
      nameInWords: nameInWords(objectKey(target)),
    }),
  );
}

const selectPod: Wire<Service, Pod> = (draft, service, pod) => {
  const workload = workloadOf(pod, draft.simulation.objects);
  if (workload !== undefined) return selectWorkload(draft, service, workload);
  const refusal = noSelectorNeeded(service) ?? otherNamespace(service, pod);
  if (refusal !== null) return refusal;
  if (podsOfService(service, [pod]).length > 0) return alreadySelects(service, pod);
  if (!hasSelector(service)) {
    const own = selectorFor(pod);
    if (Object.keys(own).length > 0) return setSelector(draft, service, own);
    const selector = { app: service.metadata.name };
    const labelled = labelPod(draft, pod, selector);
    return labelled.status === 'Failure' ? labelled : setSelector(draft, service, selector);
  }
  return labelPod(draft, pod, service.spec.selector ?? {});
};

function labelPod(draft: Draft, pod: Pod, labels: Record<string, string>): Status {
  draft.labels.push(t('step.labelPod', { name: pod.metadata.name, labels: inWords(labels) }));
  const metadata = { ...pod.metadata, labels: { ...pod.metadata.labels, ...labels } };
  return writeObject(draft, { verb: 'update', object: { ...pod, metadata } }).status;
}

const selectWorkload: Wire<Service, Workload> = (draft, service, workload) => {
  const refusal = noSelectorNeeded(service) ?? otherNamespace(service, workload);
  if (refusal !== null) return refusal;
  const pod = templatePod(workload);
  if (podsOfService(service, [pod]).length > 0) return alreadySelects(service, workload);
  const fixed = selectorOf(workload).matchLabels ?? {};
  const name = `${workload.kind} ${workload.metadata.name}`;
  if (!hasSelector(service)) return setSelector(draft, service, selectorFor(pod));
  const wanted = service.spec.selector ?? {};
  const contradicted = Object.keys(wanted).find((key) => key in fixed && fixed[key] !== wanted[key]);
  // A Job's template is immutable.
  if (contradicted === undefined && workload.kind !== 'Job') {
    draft.labels.push(t('step.labelPods', { name, labels: inWords(wanted) }));
    const { template } = workload.spec;
    const labels = { ...template.metadata?.labels, ...wanted };
    const spec = { ...workload.spec, template: { ...template, metadata: { ...template.metadata, labels } } };
    return writeObject(draft, { verb: 'update', object: { ...workload, spec } as Workload }).status;
  }
  const selectsNothing = podsOfService(service, ofKind(draft.simulation.objects, 'Pod')).length === 0;
  if (selectsNothing) return setSelector(draft, service, selectorFor(pod));
  return refuse(
    contradicted === undefined
      ? t('serviceNameSelectsInWordsAndThe', {
          name: service.metadata.name,
          inWords: inWords(wanted),
          name2: name,
        })
      : t('serviceNameSelectsInWordsButThe', {
          name: service.metadata.name,
          inWords: inWords(wanted),
          name2: name,
          contradicted,
          value: fixed[contradicted] ?? '',
          kind: workload.kind,
        }),
  );
};

const pointTo: Wire<Service, OutsideServer> = (draft, service, server) => {
  if (serviceForm(service) !== 'ExternalName')
    return refuse(
      t('onlyAServiceOfTypeExternalName', { name: service.metadata.name, serviceForm: serviceForm(service) }),
    );
  const { hostname } = server.spec;
  if (isEqual(service.spec.externalName, hostname)) return alreadySelects(service, server);
  draft.labels.push(t('pointServiceNameToHostname', { name: service.metadata.name, hostname }));
  return writeObject(draft, {
    verb: 'update',
    object: { ...service, spec: { ...service.spec, externalName: hostname } } as Service,
  }).status;
};

/** To where its controller is reached, as for its first host and path. */
const sendToRouting: Wire<KubernetesObject, RoutingObject> = (draft, from, routing) => {
  const address = publishedAddress(routing);
  if (address === null)
    return refuse(t('nameInWordsHasNoAddressNoController', { nameInWords: nameInWords(objectKey(routing)) }));
  const [host = '*'] = hostsOf(routing).filter((name) => name !== '*');
  return makeTraffic(draft, from, routing, {
    url: `http://${address}/`,
    ...(host === '*' ? {} : { host: host.replace(/^\*\./, 'www.') }),
  });
};

/** What can send. */
const requests = {
  Service: sendToService,
  OutsideServer: sendToOutside,
  Node: sendToNode,
  Pod: sendToPod,
};

function ofWorkloads<T>(row: T): Record<WorkloadKind, T> {
  return Object.fromEntries(workloadKinds.map((kind) => [kind, row])) as Record<WorkloadKind, T>;
}

/** Which pairs a wire can join. */
const wires: { readonly [From in Kind]?: { readonly [To in Kind]?: Wire<never, never> } } = {
  Client: { ...requests, Ingress: sendToRouting, Gateway: sendToRouting },
  Pod: requests,
  ...ofWorkloads(requests),
  Ingress: { Service: addPath },
  Gateway: { HTTPRoute: attachRoute },
  HTTPRoute: { Service: addBackend },
  Service: { Pod: selectPod, ...ofWorkloads(selectWorkload), OutsideServer: pointTo },
};

const adviceFrom: { readonly [From in Kind]?: string } = {
  get Client() {
    return t('aClientSendsToAService');
  },
  get Pod() {
    return t('aPodSendsToAService');
  },
  ...Object.fromEntries(workloadKinds.map((kind) => [kind, t('thePodsOfAKindSend', { kind })])),
  get Service() {
    return t('drawAWireFromAService');
  },
  get Ingress() {
    return t('anIngressLeadsToServices');
  },
  get Gateway() {
    return t('drawAWireFromAGateway');
  },
  get HTTPRoute() {
    return t('anHTTPRouteLeadsToServices');
  },
  get Node() {
    return t('aNodeSendsNothingByItself');
  },
  get OutsideServer() {
    return t('anOutsideServerOnlyAnswersStart');
  },
};

/** Whether a wire between the two kinds means something: for the canvas, while the wire is drawn. */
export function canConnect(from: string, to: string): boolean {
  return wires[from as Kind]?.[to as Kind] !== undefined;
}

export function connect(draft: Draft, fromKey: ObjectKey, toKey: ObjectKey): Status {
  const { objects } = draft.simulation;
  const from = objects.get(fromKey);
  const to = objects.get(toKey);
  if (from === undefined || to === undefined)
    return failure(
      404,
      'NotFound',
      t('doesNotExist', { object: nameInWords(from === undefined ? fromKey : toKey) }),
    );
  const wire = wires[from.kind as Kind]?.[to.kind as Kind];
  if (wire === undefined)
    return refuse(
      adviceFrom[from.kind as Kind] ?? t('aWireFromKindToKind2', { kind: from.kind, kind2: to.kind }),
    );
  return (wire as Wire<KubernetesObject, KubernetesObject>)(draft, from, to);
}
