/** `kubectl describe` of EndpointSlices, Ingresses and NetworkPolicies: models describe.go. */
import type { Call } from '../call.ts';
import { findType, type Loose, ServerError } from '../client.ts';
import { formatLabelSelector } from '../selectors.ts';
import { writeEvents } from './events.ts';
import { endpointsOf, type Slice } from './service.ts';
import { type Writer, writeAnnotations, writeMap } from './writer.ts';

interface SliceParts {
  addressType?: string;
  ports?: { name?: string; port?: number; protocol?: string }[];
  endpoints?: {
    addresses: string[];
    conditions?: { ready?: boolean };
    hostname?: string;
    targetRef?: { kind: string; name: string };
    nodeName?: string;
    zone?: string;
  }[];
}

export function describeEndpointSlice(call: Call, writer: Writer, object: Loose): void {
  const { addressType, ports, endpoints } = object as unknown as SliceParts;
  writer.line(0, `Name:\t${object.metadata.name}`);
  writer.line(0, `Namespace:\t${object.metadata.namespace ?? ''}`);
  writeMap(writer, 'Labels', object.metadata.labels);
  writeAnnotations(writer, object.metadata.annotations);
  writer.line(0, `AddressType:\t${addressType ?? ''}`);
  if ((ports ?? []).length === 0) writer.line(0, 'Ports: <unset>');
  else {
    writer.line(0, 'Ports:');
    writer.line(1, 'Name\tPort\tProtocol');
    writer.line(1, '----\t----\t--------');
    for (const { name, port, protocol = 'TCP' } of ports!)
      writer.line(1, `${name || '<unset>'}\t${port ?? '<unset>'}\t${protocol}`);
  }
  if ((endpoints ?? []).length === 0) writer.line(0, 'Endpoints: <none>');
  else {
    writer.line(0, 'Endpoints:');
    for (const { addresses, conditions, hostname, targetRef, nodeName, zone } of endpoints!) {
      writer.line(1, `- Addresses:\t${addresses.join(', ') || '<none>'}`);
      writer.line(2, 'Conditions:');
      writer.line(3, `Ready:\t${conditions?.ready ?? '<unset>'}`);
      writer.line(2, `Hostname:\t${hostname ?? '<unset>'}`);
      if (targetRef !== undefined) writer.line(2, `TargetRef:\t${targetRef.kind}/${targetRef.name}`);
      writer.line(2, `NodeName:\t${nodeName ?? '<unset>'}`);
      writer.line(2, `Zone:\t${zone ?? '<unset>'}`);
    }
  }
  writeEvents(call, writer, object);
}

interface Backend {
  service?: { name: string; port: { number?: number; name?: string } };
}
interface IngressParts {
  spec: {
    ingressClassName?: string;
    defaultBackend?: Backend;
    rules?: { host?: string; http?: { paths: { path?: string; backend: Backend }[] } }[];
    tls?: { hosts?: string[]; secretName?: string }[];
  };
  status?: { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } };
}

export function describeIngress(call: Call, writer: Writer, object: Loose): void {
  const { spec, status = {} } = object as unknown as IngressParts;
  const addresses = (status.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || '');
  const backend = (each: Backend) => backendText(call, object.metadata.namespace ?? 'default', each);
  writer.line(0, `Name:\t${object.metadata.name}`);
  writeMap(writer, 'Labels', object.metadata.labels);
  writer.line(0, `Namespace:\t${object.metadata.namespace ?? ''}`);
  writer.line(0, `Address:\t${addresses.join(',')}`);
  writer.line(0, `Ingress Class:\t${spec.ingressClassName ?? '<none>'}`);
  writer.line(
    0,
    `Default backend:\t${spec.defaultBackend === undefined ? '<default>' : backend(spec.defaultBackend)}`,
  );
  if ((spec.tls ?? []).length > 0) {
    writer.line(0, 'TLS:');
    for (const { hosts = [], secretName } of spec.tls!)
      writer.line(
        1,
        secretName ? `${secretName} terminates ${hosts.join(',')}` : `SNI routes ${hosts.join(',')}`,
      );
  }
  writer.line(0, 'Rules:');
  writer.line(1, 'Host\tPath\tBackends');
  writer.line(1, '----\t----\t--------');
  const rules = (spec.rules ?? []).filter(({ http }) => http !== undefined);
  for (const { host, http } of rules) {
    writer.line(1, `${host || '*'}\t`);
    for (const { path = '', backend: each } of http!.paths) writer.line(1, `  \t${path} \t${backend(each)}`);
  }
  if (rules.length === 0)
    writer.line(1, `*\t*\t${spec.defaultBackend === undefined ? '<default>' : backend(spec.defaultBackend)}`);
  writeAnnotations(writer, object.metadata.annotations);
  writeEvents(call, writer, object);
}

function backendText(call: Call, namespace: string, { service }: Backend): string {
  if (service === undefined) return '<none>';
  const { name, port } = service;
  const shown = `${name}:${port.number ?? port.name ?? ''}`;
  try {
    const object = call.client.get(findType(call.client.types, 'services')!, namespace, name) as unknown as {
      spec: { ports?: { name?: string; port: number }[] };
    };
    const own = object.spec.ports?.find((each) =>
      port.name ? each.name === port.name : each.port === port.number,
    );
    const slices = call.client.list(findType(call.client.types, 'endpointslices')!, namespace, {
      labelSelector: `kubernetes.io/service-name=${name}`,
    }) as unknown as Slice[];
    return `${shown} (${own === undefined ? '' : endpointsOf(slices, own.name ?? '')})`;
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return `${shown} (<error: ${error.message}>)`;
  }
}

type Selector = Parameters<typeof formatLabelSelector>[0];
interface Peer {
  podSelector?: Selector;
  namespaceSelector?: Selector;
  ipBlock?: { cidr: string; except?: string[] };
}
interface Rule {
  ports?: { port?: number | string; protocol?: string; endPort?: number }[];
  from?: Peer[];
  to?: Peer[];
}

export function describeNetworkPolicy(_call: Call, writer: Writer, object: Loose): void {
  const { spec } = object as unknown as {
    spec: { podSelector?: Selector; policyTypes?: string[]; ingress?: Rule[]; egress?: Rule[] };
  };
  const { metadata } = object;
  writer.line(0, `Name:\t${metadata.name}`);
  writer.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  writer.line(
    0,
    `Created on:\t${(metadata.creationTimestamp ?? '').replace('T', ' ').replace('Z', ' +0000 UTC')}`,
  );
  writeMap(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, metadata.annotations);
  writer.line(0, 'Spec:');
  const selector = formatLabelSelector(spec.podSelector);
  writer.line(
    1,
    `PodSelector:     ${selector === '<none>' ? '<none> (Allowing the specific traffic to all pods in this namespace)' : selector}`,
  );
  const types = spec.policyTypes ?? ['Ingress'];
  writeDirection(writer, 'ingress', 'From', types.includes('Ingress'), spec.ingress ?? []);
  writeDirection(writer, 'egress', 'To', types.includes('Egress'), spec.egress ?? []);
  writer.line(1, `Policy Types: ${types.join(', ')}`);
}

function writeDirection(
  writer: Writer,
  direction: 'ingress' | 'egress',
  word: 'From' | 'To',
  isAffected: boolean,
  rules: readonly Rule[],
): void {
  if (!isAffected) {
    writer.line(1, `Not affecting ${direction} traffic`);
    return;
  }
  writer.line(1, `Allowing ${direction} traffic:`);
  if (rules.length === 0) writer.line(2, `<none> (Selected pods are isolated for ${direction} connectivity)`);
  for (const [index, { ports = [], from, to }] of rules.entries()) {
    if (ports.length === 0) writer.line(2, 'To Port: <any> (traffic allowed to all ports)');
    for (const { port, protocol = 'TCP', endPort } of ports)
      writer.line(2, `To Port: ${port ?? '<any>'}${endPort === undefined ? '' : `-${endPort}`}/${protocol}`);
    const peers = from ?? to ?? [];
    if (peers.length === 0)
      writer.line(
        2,
        `${word}: <any> (traffic ${word === 'From' ? 'not restricted by source' : 'not restricted by destination'})`,
      );
    for (const peer of peers) {
      writer.line(2, `${word}:`);
      if (peer.ipBlock !== undefined) {
        writer.line(3, 'IPBlock:');
        writer.line(4, `CIDR: ${peer.ipBlock.cidr}`);
        writer.line(4, `Except: ${(peer.ipBlock.except ?? []).join(', ')}`);
        continue;
      }
      if (peer.namespaceSelector !== undefined)
        writer.line(3, `NamespaceSelector: ${formatLabelSelector(peer.namespaceSelector)}`);
      if (peer.podSelector !== undefined)
        writer.line(3, `PodSelector: ${formatLabelSelector(peer.podSelector)}`);
    }
    if (index < rules.length - 1) writer.line(2, '----------');
  }
}
