/** Why Traffic cannot arrive: nobody sends it, or nobody has the name that it asks for. */
import { keyOfKind, keyOfReference, kinds } from '../kubernetes/kinds.ts';
import type { Pod } from '../kubernetes/pod.ts';
import type { Service } from '../kubernetes/service.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
import { t } from '../messages/problems.ts';
import { closest } from './closest.ts';
import { create, type Fix, fixedBy, withSpec } from './fixes.ts';
import { policyBlocks } from './policyProblems.ts';
import type { Problem } from './problems.ts';
import { type Objects, ofKind, workloadOf } from './queries.ts';
import { list, type Survey } from './survey.ts';

export function trafficProblems(traffic: Traffic, survey: Survey): Problem[] {
  const { spec } = traffic;
  const { objects, nodeNames } = survey;
  const problems: Problem[] = [];
  const { from, service } = spec;
  if (!objects.has(keyOfReference(from)))
    problems.push({
      severity: 'warning',
      cause: 'sender',
      field: 'spec.from',
      text: t('nobodySendsKindNameDoesNot', { kind: from.kind, name: from.name }),
      ...fixedBy(findSender(traffic, survey)),
    });
  if (service === undefined) return [...problems, ...urlProblems(traffic, survey)];
  const target = objects.get(`Service/${service.namespace ?? 'default'}/${service.name}`) as
    | Service
    | undefined;
  if (target === undefined) {
    const { namespace = 'default' } = service;
    const names = ofKind(objects, 'Service')
      .filter(({ metadata }) => metadata.namespace === namespace)
      .map(({ metadata }) => metadata.name);
    const near = closest(service.name, names);
    return [
      ...problems,
      {
        severity: 'error',
        cause: 'name',
        field: 'spec.service.name',
        text: t('serviceDoesNotExist', {
          name: service.name,
          near: near ?? '',
          hasNear: near === undefined ? 'no' : 'yes',
        }),
        fix: near === undefined ? makeService(service) : sendTo(traffic, { ...service, name: near }, near),
      },
    ];
  }
  const { type = 'ClusterIP', ports = [] } = target.spec;
  if (from.kind === 'Client' && (type === 'ClusterIP' || type === 'ExternalName'))
    problems.push({
      severity: 'warning',
      cause: 'type',
      field: 'spec.service',
      text: t('serviceNameHasNoAddressOutside', { name: service.name, type }),
      ...fixedBy(openToOutside(target)),
    });
  if (
    type !== 'ExternalName' &&
    service.port !== undefined &&
    !ports.some(({ port, name }) => port === service.port || name === service.port)
  )
    problems.push({
      severity: 'error',
      cause: 'port',
      field: 'spec.service.port',
      text: t('serviceHasNoPort', {
        name: service.name,
        wanted: String(service.port),
        ports: list(ports.map(({ port }) => String(port))),
      }),
      ...fixedBy(ports[0] && sendTo(traffic, { ...service, port: ports[0].port }, `port ${ports[0].port}`)),
    });
  if (service.node !== undefined && !nodeNames.includes(service.node))
    problems.push({
      severity: 'error',
      cause: 'node',
      field: 'spec.service.node',
      text: t('nodeNodeDoesNotExist', { node: service.node }),
      fix: sendTo(traffic, { ...service, node: undefined }, 'any Node'),
    });
  return [...problems, ...policyBlocks(traffic, survey)];
}

/** The Service that the requests are for, named outright or by the host of the URL. */
export function serviceAskedBy({ spec }: Traffic, { objects }: Survey): Service | undefined {
  const { from, service, url = '' } = spec;
  if (service !== undefined)
    return objects.get(keyOfKind('Service', service.namespace ?? 'default', service.name)) as
      | Service
      | undefined;
  const host = hostIn(url);
  return host === undefined ? undefined : serviceCalled(host, from.namespace ?? 'default', objects);
}

/** The Pods that send: those of the workload, or the one. */
export function sendingPods({ spec }: Traffic, { objects, pods }: Survey): Pod[] {
  const from = objects.get(keyOfReference(spec.from));
  if (from === undefined) return [];
  return pods.filter((pod) => pod === from || workloadOf(pod, objects) === from);
}

function hostIn(url: string): string | undefined {
  return /^[a-z]+[a-z0-9+.-]*:\/\/([^/:]+)/i.exec(url)?.[1]?.replace(/\.$/, '');
}

/** By a name that works in the namespace `own`: its own name or that of a Pod behind it. */
function serviceCalled(host: string, own: string, objects: Objects): Service | undefined {
  return ofKind(objects, 'Service').find(({ metadata: { name, namespace } }) =>
    [
      ...(namespace === own ? [name] : []),
      ...['', '.svc', '.svc.cluster.local'].map((rest) => `${name}.${namespace}${rest}`),
    ].some((known) => host === known || host.endsWith(`.${known}`)),
  );
}

/** A URL whose name nobody has, as far as the sender can resolve names. */
function urlProblems(traffic: Traffic, { objects, hostnames }: Survey): Problem[] {
  const { from, url = '' } = traffic.spec;
  const host = hostIn(url);
  if (host === undefined || host === 'localhost' || /^[\d.]+$/.test(host) || hostnames.has(host)) return [];
  const services = ofKind(objects, 'Service');
  if (from.kind !== 'Client' && serviceCalled(host, from.namespace ?? 'default', objects) !== undefined)
    return [];
  const near = closest(host, [...hostnames, ...services.map(({ metadata }) => metadata.name)]);
  return [
    {
      severity: 'warning',
      cause: 'name',
      field: 'spec.url',
      text: t('nobodyHasTheName', { host, near: near ?? '', hasNear: near === undefined ? 'no' : 'yes' }),
      ...(near === undefined
        ? {}
        : {
            fix: {
              label: t('sendToNear', { near }),
              commands: [withSpec(traffic, { url: url.replace(host, near) })],
            },
          }),
    },
  ];
}

type Target = NonNullable<Traffic['spec']['service']>;

function sendTo(
  traffic: Traffic,
  { node, ...service }: Omit<Target, 'node'> & { node?: string | undefined },
  words: string,
): Fix {
  const target = node === undefined ? service : { ...service, node };
  return { label: t('sendToWords', { words }), commands: [withSpec(traffic, { service: target })] };
}

/** Somebody of that kind with a similar name, else a new Client. */
function findSender(traffic: Traffic, { objects }: Survey): Fix | undefined {
  const { from } = traffic.spec;
  const names = [...objects.values()]
    .filter(
      ({ kind, metadata }) => kind === from.kind && (metadata.namespace ?? from.namespace) === from.namespace,
    )
    .map(({ metadata }) => metadata.name);
  const near = closest(from.name, names);
  if (near !== undefined)
    return {
      label: t('sendFromNear', { near }),
      commands: [withSpec(traffic, { from: { ...from, name: near } })],
    };
  return from.kind === 'Client'
    ? { label: t('addClientName', { name: from.name }), commands: [create(kinds.Client.template(from.name))] }
    : undefined;
}

function makeService({ name, namespace = 'default' }: Target): Fix {
  const service = kinds.Service.template(name);
  return {
    label: t('createServiceName', { name }),
    commands: [create({ ...service, metadata: { ...service.metadata, namespace } })],
  };
}

/** A nodePort is what works everywhere; a load balancer needs a cloud. */
function openToOutside(service: Service): Fix | undefined {
  if (service.spec.type === 'ExternalName' || service.spec.clusterIP === 'None') return undefined;
  return {
    label: t('letServiceNameBeOfType', { name: service.metadata.name }),
    commands: [withSpec(service, { type: 'NodePort' })],
  };
}
