/** By what one sees that something is broken on purpose, and the word for it on a card. What breaks and mends it is in `faults.ts`. */
import type { Node } from '../kubernetes/node.ts';
import {
  HAIRPIN_ANNOTATION,
  isCutOff,
  isPoweredOff,
  isProxyStopped,
  OUTSIDE_ANNOTATION,
} from '../kubernetes/nodeFaults.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import {
  ALIVE_ANNOTATION,
  CRASHES_ANNOTATION,
  LATENCY_ANNOTATION,
  type Pod,
  READY_ANNOTATION,
} from '../kubernetes/pod.ts';
import { t } from '../messages/faultWords.ts';
import type { FaultId } from './faults.ts';

type Signs<T extends KubernetesObject> = { readonly [Id in FaultId]?: (object: T) => boolean };

export function hasAnnotation(name: string, value: string) {
  return ({ metadata }: KubernetesObject): boolean => metadata.annotations?.[name] === value;
}

export const podSigns = {
  failReadiness: hasAnnotation(READY_ANNOTATION, 'false'),
  hang: hasAnnotation(ALIVE_ANNOTATION, 'false'),
  slowDown: ({ metadata }) => Number(metadata.annotations?.[LATENCY_ANNOTATION] ?? 0) > 0,
  crashLoop: hasAnnotation(CRASHES_ANNOTATION, 'true'),
} satisfies Signs<Pod>;

export const nodeSigns = {
  cordon: ({ spec }) => spec?.unschedulable === true,
  powerOff: isPoweredOff,
  cutNetwork: isCutOff,
  stopKubeProxy: isProxyStopped,
  hairpinOff: hasAnnotation(HAIRPIN_ANNOTATION, 'off'),
  hide: hasAnnotation(OUTSIDE_ANNOTATION, 'hidden'),
} satisfies Signs<Node>;

/** What is broken in a Pod or a Node, in the order of the table of faults. */
export function standingFaults(object: Pod | Node): FaultId[] {
  const signs: Signs<never> = object.kind === 'Pod' ? podSigns : nodeSigns;
  return (Object.keys(signs) as FaultId[]).filter((id) => signs[id]!(object as never));
}

/** On a card, while it lasts: `no power`. */
export function faultWord(id: FaultId): string {
  return t(id);
}
