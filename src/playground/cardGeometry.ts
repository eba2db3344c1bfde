/** Fixed sizes of the boxes on the canvas, in canvas units: the layout needs them to find free places, the canvas to draw. */

export interface Size {
  width: number;
  height: number;
}

/** Wide enough for `LoadBalancer 10.96.14.20:80` on one line. */
export const SERVICE_CARD: Size = { width: 236, height: 46 };
export const WORKLOAD_CARD: Size = { width: 176, height: 46 };
/** Wide enough for `HTTPRoute shop.example.com`. */
export const ROUTING_CARD: Size = { width: 236, height: 46 };
/** Clients and outside servers: a round icon with two lines below. */
export const OUTSIDE_CARD: Size = { width: 128, height: 92 };
export const LOAD_BALANCER_CARD: Size = { width: 116, height: 80 };
export const POD_CARD: Size = { width: 124, height: 66 };
/** The kube-proxy strip, and Pods of kube-system, which are drawn as strips so that they stay calm. */
export const STRIP: Size = { width: 260, height: 30 };

export const NODE_CARD_WIDTH = 284;
const PADDING = 12;
const GAP = 12;
const HEADER = 40;
const COLUMNS = 2;

/** Top left of the kube-proxy strip (index 0) and of the system Pods' strips (1, 2, …) inside a Node card. */
export function stripOffset(index: number): { x: number; y: number } {
  return { x: PADDING, y: HEADER + index * (STRIP.height + 8) };
}

/** Top left of the Pod with this index inside a Node card that holds `systemPods` strips beside kube-proxy's. */
export function podOffset(index: number, systemPods: number): { x: number; y: number } {
  return {
    x: PADDING + (index % COLUMNS) * (POD_CARD.width + GAP),
    y: stripOffset(systemPods + 1).y + 4 + Math.floor(index / COLUMNS) * (POD_CARD.height + GAP),
  };
}

/** A Node card always has room for one row of Pods more than it needs to look full: two rows at least. */
export function nodeCardSize(pods: number, systemPods: number): Size {
  const rows = Math.max(2, Math.ceil(pods / COLUMNS));
  return { width: NODE_CARD_WIDTH, height: podOffset(rows * COLUMNS, systemPods).y + PADDING - GAP };
}
