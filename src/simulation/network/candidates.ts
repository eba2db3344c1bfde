/**
 * Among whom a rule chose, and why the others could not be chosen: told from what the rule was made of, so that it holds
 * for the moment of the decision whenever somebody reads it.
 */
import type { EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { DnsAnswer, DnsQuestion } from './dnsMessage.ts';
import { addressesIn } from './dnsMessage.ts';
import type { EndpointChain, ProxyNode } from './kubeProxy.ts';
import type { EndpointInfo, ServicePortInfo } from './serviceTable.ts';

/** Why something that could have been chosen was left out. */
export type Obstacle =
  | 'notReady'
  | 'terminating'
  | 'otherNode'
  | 'forOtherNode'
  | 'forOtherZone'
  | 'unhealthy'
  | 'noTarget'
  /** A name that was asked for before. */
  | 'tried'
  /** A name that is asked for if this one has no address. */
  | 'later';

export interface Candidate {
  /** `default/shop-7x2`, `node-b`, `shop.default.svc.cluster.local`. */
  readonly name: string;
  /** Address and port, of endpoints. */
  readonly address?: string;
  readonly isPicked: boolean;
  /** null: it could have been chosen as well. */
  readonly obstacle: Obstacle | null;
  /** The node or the zones that the obstacle is about, or an empty text. */
  readonly detail: string;
}

export interface Choice {
  /** Whose endpoints these are. */
  readonly service?: ObjectKey;
  readonly of: 'endpoints' | 'nodes' | 'names' | 'addresses';
  readonly candidates: readonly Candidate[];
}

const FREE = { obstacle: null, detail: '' } as const;

/** All endpoints of the Service port, in the order in which kube-proxy has them. */
export function endpointChoice(chain: EndpointChain, index: number): Choice {
  const { info, endpoints, policy, node } = chain;
  const picked = endpoints[index];
  return choiceAmong(info, node, policy, endpoints, picked);
}

/** The endpoints of a Service's port as a proxy sees them in the slices: it takes the ready ones in turn. */
export function proxyChoice(slices: readonly EndpointSlice[], picked: string): Choice {
  const candidates = slices.flatMap((slice) =>
    (slice.endpoints ?? []).map(({ addresses, conditions, targetRef }): Candidate => {
      const [address = ''] = addresses;
      const isReady = conditions?.ready ?? true;
      return {
        name: targetRef?.name === undefined ? address : `${slice.metadata.namespace}/${targetRef.name}`,
        isPicked: address === picked,
        obstacle: isReady ? null : conditions?.terminating === true ? 'terminating' : 'notReady',
        detail: '',
      };
    }),
  );
  return { of: 'endpoints', candidates };
}

/** Nobody could be chosen. */
export function noChoice(info: ServicePortInfo, node: ProxyNode, policy: EndpointChain['policy']): Choice {
  return choiceAmong(info, node, policy, [], undefined);
}

export function choiceAmong(
  info: ServicePortInfo,
  node: ProxyNode,
  policy: EndpointChain['policy'],
  usable: readonly EndpointInfo[],
  picked: EndpointInfo | undefined,
): Choice {
  const isByNodeHints = usable.length > 0 && usable.every(({ nodeHints }) => nodeHints.includes(node.name));
  const candidates = info.endpoints.map((endpoint) => ({
    name: endpoint.target,
    address: endpoint.address,
    isPicked: endpoint === picked,
    ...(usable.includes(endpoint) ? FREE : obstacleTo(endpoint, node, policy, isByNodeHints)),
  }));
  return { service: info.service, of: 'endpoints', candidates };
}

function obstacleTo(
  { ready, serving, terminating, nodeName, nodeHints, zoneHints }: EndpointInfo,
  node: ProxyNode,
  policy: EndpointChain['policy'],
  isByNodeHints: boolean,
): Pick<Candidate, 'obstacle' | 'detail'> {
  const isUsable = ready || (serving && terminating);
  if (isUsable && policy === 'Local' && nodeName !== node.name)
    return { obstacle: 'otherNode', detail: nodeName ?? '' };
  if (!ready) return { obstacle: terminating ? 'terminating' : 'notReady', detail: '' };
  return isByNodeHints
    ? { obstacle: 'forOtherNode', detail: nodeHints.join(', ') }
    : { obstacle: 'forOtherZone', detail: zoneHints.join(', ') };
}

/** The nodes of a load balancer; `others` are not among its targets. */
export function nodeChoice(
  targets: readonly string[],
  healthy: readonly string[],
  others: readonly string[],
  picked: string | undefined,
): Choice {
  const targetOf = (name: string): Candidate => ({
    name,
    isPicked: name === picked,
    obstacle: healthy.includes(name) ? null : 'unhealthy',
    detail: '',
  });
  const otherOf = (name: string): Candidate => ({
    name,
    isPicked: false,
    obstacle: 'noTarget',
    detail: '',
  });
  return { of: 'nodes', candidates: [...targets.map(targetOf), ...others.map(otherOf)] };
}

/** The names of a search path, of which one is asked for now. */
export function nameChoice(names: readonly string[], index: number): Choice {
  const candidates = names.map(
    (name, place): Candidate => ({
      name,
      isPicked: place === index,
      obstacle: place < index ? 'tried' : place > index ? 'later' : null,
      detail: '',
    }),
  );
  return { of: 'names', candidates };
}

/** The addresses of an answer: who asked takes the first one. */
export function addressChoice({ type }: DnsQuestion, answer: DnsAnswer): Choice {
  const candidates = addressesIn(answer)
    .filter((record) => record.type === type)
    .map(({ data }, place): Candidate => ({ name: data, isPicked: place === 0, ...FREE }));
  return { of: 'addresses', candidates };
}
