/** What explanations say of machines that are broken. */
import type { Facts } from './facts.ts';

export const faultTellings = {
  NodePoweredOff: {
    title: ({ place }: Facts) => `${place} has no power`,
    sentence: () =>
      'The machine is off, so the packet is lost without a word. Until the control plane takes the node for NotReady, 40 to 55 s after its last heartbeat, its Pods stay in the EndpointSlices and get their share of the connections.',
    lookAt: () => 'Look at the conditions of the Node, and at when its Pods leave the EndpointSlices.',
  },
  NodeCutOff: {
    title: ({ place }: Facts) => `Nothing comes in or out of ${place}`,
    sentence: () =>
      "The machine is cut off from the network, so the packet is lost without a word. What runs there goes on, by the last rules that its kube-proxy wrote; it reaches its own node's Pods only.",
    lookAt: () => 'Look at the conditions of the Node, and at when its Pods leave the EndpointSlices.',
  },
  HairpinOff: {
    title: ({ place }: Facts) => `${place} cannot send it back`,
    sentence: ({ after }: Facts) =>
      `kube-proxy has picked ${after.destination}, the very Pod that sends. The packet would have to leave the bridge by the port that it came in by, which a bridge does in hairpin mode only. It is lost without a word.`,
    lookAt: () => 'Look at hairpinMode of the network plug-in, or let the Pod call itself on localhost.',
  },
};
