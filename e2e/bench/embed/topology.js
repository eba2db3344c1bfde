/** The cards and wires of the scene "shop", for the peers to draw. */
export const cards = [
  'visitor',
  'partner-api',
  '192.0.2.40',
  'shop',
  'cart',
  'payments',
  'shop-7x2',
  'cart-9qd',
];
export const wires = [
  [0, 2],
  [1, 2],
  [2, 3],
  [3, 6],
  [6, 4],
  [4, 7],
  [6, 5],
];

/** After what was drawn is on the screen. */
export function markPainted() {
  requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('painted')));
}
