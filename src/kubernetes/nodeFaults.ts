/** What goes wrong with a machine or its network and no field of Kubernetes says: annotations of the Node, in the words of the playground. */
import type { Node } from './node.ts';

/** With the value `"off"` the machine has no power: nothing on it runs, and nobody says so. */
export const POWER_ANNOTATION = 'kubehop.dev/power';
/** With the value `"cut"` the machine runs on, but nothing comes in or out of it: a network partition. */
export const NETWORK_ANNOTATION = 'kubehop.dev/network';
/** With the value `"stopped"` kube-proxy does not run on the node: the kernel keeps the rules that it has. */
export const KUBE_PROXY_ANNOTATION = 'kubehop.dev/kube-proxy';
/**
 * With the value `"off"` the node's Pods hang on a bridge that never sends a packet back through the port it came from: a
 * network plug-in without hairpin mode.
 */
export const HAIRPIN_ANNOTATION = 'kubehop.dev/hairpin';
/** With the value `"hidden"` nobody outside knows a way to the node's address: a private subnet, or a cluster inside a virtual machine. */
export const OUTSIDE_ANNOTATION = 'kubehop.dev/outside';

export function isPoweredOff({ metadata }: Node): boolean {
  return metadata.annotations?.[POWER_ANNOTATION] === 'off';
}

export function isCutOff({ metadata }: Node): boolean {
  return metadata.annotations?.[NETWORK_ANNOTATION] === 'cut';
}

export function isProxyStopped({ metadata }: Node): boolean {
  return metadata.annotations?.[KUBE_PROXY_ANNOTATION] === 'stopped';
}

export function isHairpinOff({ metadata }: Node): boolean {
  return metadata.annotations?.[HAIRPIN_ANNOTATION] === 'off';
}

export function isHiddenOutside({ metadata }: Node): boolean {
  return metadata.annotations?.[OUTSIDE_ANNOTATION] === 'hidden';
}

/** Whether the API server hears nothing of it. */
export function isSilent(node: Node): boolean {
  return isPoweredOff(node) || isCutOff(node);
}
