/** Why Traffic cannot arrive: nobody sends it, or nobody has the name that it asks for. */
import { keyOfReference } from '../kubernetes/kinds.ts';
import type { Service } from '../kubernetes/service.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
import { closest } from './closest.ts';
import { policyBlocks } from './policyProblems.ts';
import type { Problem } from './problems.ts';
import { ofKind } from './queries.ts';
import { list, type Survey } from './survey.ts';

export function trafficProblems(traffic: Traffic, survey: Survey): Problem[] {
  const { spec } = traffic;
  const { objects, nodeNames } = survey;
  const problems: Problem[] = [];
  const { from, service } = spec;
  if (!objects.has(keyOfReference(from)))
    problems.push({
      severity: 'warning',
      field: 'spec.from',
      text: `Nobody sends: ${from.kind} ${from.name} does not exist.`,
    });
  if (service === undefined) return [...problems, ...urlProblems(spec, survey)];
  const target = objects.get(`Service/${service.namespace ?? 'default'}/${service.name}`) as
    | Service
    | undefined;
  if (target === undefined) {
    const names = ofKind(objects, 'Service').map(({ metadata }) => metadata.name);
    const near = closest(service.name, names);
    return [
      ...problems,
      {
        severity: 'error',
        field: 'spec.service.name',
        text: `Service ${service.name} does not exist${near === undefined ? '' : `; did you mean ${near}?`}`,
      },
    ];
  }
  const { type = 'ClusterIP', ports = [] } = target.spec;
  if (from.kind === 'Client' && (type === 'ClusterIP' || type === 'ExternalName'))
    problems.push({
      severity: 'warning',
      field: 'spec.service',
      text: `Service ${service.name} has no address outside the cluster (type ${type}): a Client on the internet cannot reach it.`,
    });
  if (
    type !== 'ExternalName' &&
    service.port !== undefined &&
    !ports.some(({ port, name }) => port === service.port || name === service.port)
  )
    problems.push({
      severity: 'error',
      field: 'spec.service.port',
      text: `Service ${service.name} has no port ${service.port}: it has ${list(ports.map(({ port }) => String(port)))}.`,
    });
  if (service.node !== undefined && !nodeNames.includes(service.node))
    problems.push({
      severity: 'error',
      field: 'spec.service.node',
      text: `Node ${service.node} does not exist.`,
    });
  return [...problems, ...policyBlocks(traffic, survey)];
}

/** A URL whose name nobody has, as far as the sender can resolve names. */
function urlProblems({ from, url = '' }: Traffic['spec'], { objects, hostnames }: Survey): Problem[] {
  const host = /^[a-z]+:\/\/([^/:]+)/i.exec(url)?.[1]?.replace(/\.$/, '');
  if (host === undefined || /^[\d.]+$/.test(host) || hostnames.has(host)) return [];
  const services = ofKind(objects, 'Service');
  if (from.kind !== 'Client') {
    const own = from.namespace ?? 'default';
    const isFound = services.some(({ metadata: { name, namespace } }) =>
      [
        ...(namespace === own ? [name] : []),
        ...['', '.svc', '.svc.cluster.local'].map((rest) => `${name}.${namespace}${rest}`),
      ].some((known) => host === known || host.endsWith(`.${known}`)),
    );
    if (isFound) return [];
  }
  const near = closest(host, [...hostnames, ...services.map(({ metadata }) => metadata.name)]);
  return [
    {
      severity: 'warning',
      field: 'spec.url',
      text: `Nobody has the name ${host}${near === undefined ? '' : `; did you mean ${near}?`}`,
    },
  ];
}
